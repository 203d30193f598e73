using Workbench.Notebooks.Format;

namespace Workbench.Cli.Tests;

public sealed class ConvertTests : IDisposable
{
    private readonly Sandbox _sandbox = new();

    public void Dispose() => _sandbox.Dispose();

    private Task<Outcome> Convert(params string[] arguments) => CliProcess.RunAsync(_sandbox, ["convert", .. arguments]);

    [Fact]
    public async Task A_notebook_goes_to_every_format_and_nothing_runs()
    {
        _sandbox.WriteNotebook("01-flow.ipynb", "System.IO.File.WriteAllText(\"ran\", \"\");");
        foreach (var (file, expected) in new[] { ("a.md", "```csharp"), ("a.html", "<!DOCTYPE html>"), ("a.csx", "using System;"), ("a.dib", "#!csharp"), ("a.ipynb", "\"nbformat\"") })
        {
            var run = await Convert("01", file);
            Assert.Equal(0, run.ExitCode);
            Assert.Contains($"wrote {file}", run.Output);
            Assert.Contains(expected, File.ReadAllText(_sandbox[file]));
        }
        Assert.False(File.Exists(_sandbox["notebooks/ran"]));
        Assert.False(File.Exists(_sandbox["ran"]));
        Assert.Equal(0, (await Convert("a.dib", "b.ipynb")).ExitCode);
        Assert.Equal(NotebookDocument.Load(_sandbox["notebooks/01-flow.ipynb"]).Cells[0].Source, NotebookDocument.Load(_sandbox["b.ipynb"]).Cells[0].Source);
    }

    [Fact]
    public async Task Standard_output_and_a_file_beside_the_input_are_other_places()
    {
        _sandbox.Write("in.dib", "#!markdown\n\n# Title\n");
        Assert.Equal("# Title\n", (await Convert("in.dib", "-", "--to", "markdown")).Output);
        Assert.Equal(0, (await Convert("in.dib", "--to", "markdown")).ExitCode);
        Assert.Equal("# Title\n", File.ReadAllText(_sandbox["in.md"]));
    }

    [Fact]
    public async Task A_file_that_is_there_stays_unless_told_otherwise()
    {
        _sandbox.Write("in.dib", "#!markdown\n\n# Title\n");
        _sandbox.Write("out.md", "old");
        (await Convert("in.dib", "out.md")).Refuses("out.md", "--force");
        Assert.Equal("old", File.ReadAllText(_sandbox["out.md"]));
        Assert.Equal(0, (await Convert("in.dib", "out.md", "--force")).ExitCode);
        Assert.Equal("# Title\n", File.ReadAllText(_sandbox["out.md"]));
    }

    [Fact]
    public async Task What_makes_no_sense_is_refused()
    {
        _sandbox.Write("in.dib", "");
        (await Convert("in.dib", "out.pdf")).Refuses(".pdf", "--to");
        (await Convert("in.dib", "--to", "mrkdown")).Refuses("Did you mean 'markdown'");
        (await Convert("in.dib")).Refuses("--to");
        (await Convert("in.dib", "in.dib")).Refuses("over itself");
        (await Convert("none.dib", "out.md")).Refuses("none.dib");
    }
}

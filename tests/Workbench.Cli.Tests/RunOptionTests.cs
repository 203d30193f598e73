using System.Diagnostics;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Workbench.Notebooks.Format;

namespace Workbench.Cli.Tests;

/// <summary>The options of <c>run</c>, by the real command line.</summary>
public sealed class RunOptionTests : IDisposable
{
    private readonly Sandbox _sandbox = new();

    public void Dispose() => _sandbox.Dispose();

    private void Parameters(string name, string source)
    {
        var document = NotebookDocument.Create();
        document.Add(CellKind.Code, "double rate = 1;").Json["metadata"] = new JsonObject { ["tags"] = new JsonArray("parameters") };
        document.Add(CellKind.Code, source);
        document.Save(_sandbox[$"notebooks/{name}"]);
    }

    [Fact]
    public async Task Parameters_reach_the_notebook_and_standard_output_is_the_notebook_alone()
    {
        Parameters("01-flow.ipynb", "Console.WriteLine($\"{rate / 4} {extra} {Environment.GetEnvironmentVariable(\"WORKBENCH_COMMAND\")}\");");
        _sandbox.Write("p.yaml", "extra: from file\nrate: 9\n");
        var run = await CliProcess.RunAsync(_sandbox, "run", "01", "--protocol", "smoke", "-p", "rate=3", "--parameters-file", "p.yaml", "-o", "-");
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("declares no 'extra' (it has rate)", run.Error);
        Assert.Contains("[3/3]", run.Error);
        var executed = NotebookDocument.Parse(run.Output);
        Assert.Equal("0.75 from file ./workbench run notebooks/01-flow.ipynb --protocol smoke -p 'rate=3'\n", executed.Cells[2].Outputs[0].Text);
        Assert.Equal(["injected-parameters"], executed.Cells[1].Tags);
    }

    [Fact]
    public async Task A_dib_text_runs_and_its_notebook_goes_where_it_is_asked_to()
    {
        _sandbox.Write("in.dib", "#!csharp\n\nSystem.IO.File.ReadAllText(\"here.txt\")\n");
        _sandbox.Write("else/here.txt", "found");
        var run = await CliProcess.RunAsync(_sandbox, "run", "in.dib", "--protocol", "smoke", "--cwd", "else", "-o", "out/done.ipynb");
        Assert.Equal(0, run.ExitCode);
        Assert.Equal("found", NotebookDocument.Load(_sandbox["out/done.ipynb"]).Cells[0].Outputs[0].TextOf("text/plain"));
        Assert.False(File.Exists(_sandbox["artifacts/notebooks/in.ipynb"]));
    }

    [Fact]
    public async Task Reports_and_exit_codes_tell_each_notebook_apart_when_several_run_at_once()
    {
        _sandbox.WriteNotebook("01-good.ipynb", "Console.WriteLine(1);", "Console.WriteLine(2);");
        _sandbox.WriteNotebook("02-bad.ipynb", "Console.WriteLine(1);", "throw new Exception(\"out of order\");", "1");
        _sandbox.WriteNotebook("03-long.ipynb", "while (true) await Task.Delay(10, KernelInvocationContext.Current.CancellationToken);");
        _sandbox.WriteNotebook("04-dead.ipynb", "Environment.Exit(7);");
        var run = await CliProcess.RunAsync(_sandbox, "run", "01", "02", "03", "04", "--protocol", "smoke", "--jobs", "4", "--timeout", "20", "--junit", "r/report.xml", "--json", "r/report.json");
        Assert.Equal(4, run.ExitCode);
        Assert.Contains("out of order", run.Error);
        Assert.Contains("longer than the 20 s allowed", run.Error);
        Assert.Contains("exit code 7", run.Error);
        // Every line of a cell names its notebook.
        Assert.All(run.Output.Split('\n').Where(line => line.Contains("[1/")), line => Assert.Matches("^0[1-4]-", line));
        var report = JsonNode.Parse(File.ReadAllText(_sandbox["r/report.json"]))!;
        Assert.Equal([0, 1, 3, 4], report["notebooks"]!.AsArray().Select(notebook => (int)notebook!["exitCode"]!));
        Assert.Equal(["2", "3", "1", "1"], XDocument.Load(_sandbox["r/report.xml"]).Root!.Elements("testsuite").Select(suite => suite.Attribute("tests")!.Value));
    }

    [Fact]
    public async Task Errors_that_are_allowed_are_counted_and_nothing_else()
    {
        _sandbox.WriteNotebook("01-bad.ipynb", "throw new Exception(\"no\");", "Console.WriteLine(\"went on\");");
        var run = await CliProcess.RunAsync(_sandbox, "run", "01", "--protocol", "smoke", "--allow-errors");
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("1 of 2 cells failed", run.Output);
        Assert.Equal("went on\n", NotebookDocument.Load(_sandbox["artifacts/notebooks/01-bad.ipynb"]).Cells[1].Outputs[0].Text);
    }

    [SkippableFact]
    public async Task Ctrl_C_interrupts_the_cell_and_what_it_printed_is_kept()
    {
        Skip.If(OperatingSystem.IsWindows(), "signals of Unix");
        Skip.If(InterruptIsIgnored(), "a shell that starts something in the background has it and its children ignore SIGINT");
        var begun = System.Text.Json.JsonSerializer.Serialize(_sandbox["begun"]);
        _sandbox.WriteNotebook("01-long.ipynb", $"Console.WriteLine(\"begun\"); Console.Out.Flush(); System.IO.File.WriteAllText({begun}, \"\");\ntry {{ await Task.Delay(-1, KernelInvocationContext.Current.CancellationToken); }} finally {{ Console.WriteLine(\"tidied up\"); }}");
        using var process = CliProcess.Start(_sandbox, "run", "01", "--protocol", "smoke");
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEndAsync();
        var patience = Stopwatch.StartNew();
        while (!File.Exists(_sandbox["begun"]) && patience.Elapsed < TimeSpan.FromMinutes(2))
            await Task.Delay(50);
        using (var kill = Process.Start("kill", ["-INT", $"{process.Id}"]))
            await kill.WaitForExitAsync();
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(2));
        Assert.Equal(3, process.ExitCode);
        Assert.Contains("was interrupted", await error);
        Assert.Contains("[1/1]", await output);
        Assert.Equal("begun\ntidied up\n", NotebookDocument.Load(_sandbox["artifacts/notebooks/01-long.ipynb"]).Cells[0].Outputs[0].Text);
    }

    private static bool InterruptIsIgnored()
    {
        const string Ignored = "SigIgn:";
        var line = File.Exists("/proc/self/status") ? File.ReadLines("/proc/self/status").FirstOrDefault(l => l.StartsWith(Ignored, StringComparison.Ordinal)) : null;
        return line is not null && (Convert.ToUInt64(line[Ignored.Length..].Trim(), 16) & 2) != 0; // bit 1: signal 2
    }

    [Theory]
    [InlineData("--timeout", "0", "above 0")]
    [InlineData("--timeout", "1e9", "'1e9'")]
    [InlineData("--jobs", "0", "from 1 on")]
    [InlineData("--cwd", "nowhere", "no such folder")]
    [InlineData("-p", "steps", "expected name=value")]
    [InlineData("-o", "notebooks/01-flow.ipynb", "--output is the notebook itself")]
    public async Task What_makes_no_sense_is_refused(string option, string value, string expected)
    {
        _sandbox.WriteNotebook("01-flow.ipynb", "1 + 1");
        var run = await CliProcess.RunAsync(_sandbox, "run", "01", option, value);
        run.Refuses(expected);
        Assert.Equal(2, run.ExitCode);
    }

    [Theory]
    [InlineData("--allow-errors")]
    [InlineData("-p", "x=1")]
    [InlineData("-o", "x.ipynb")]
    public async Task Saving_goes_with_nothing_that_changes_the_notebook(params string[] options)
    {
        _sandbox.WriteNotebook("01-flow.ipynb", "1 + 1");
        (await CliProcess.RunAsync(_sandbox, ["run", "01", "--save", .. options])).Refuses("--save");
    }

    [Fact]
    public async Task An_output_that_cannot_be_written_is_refused_before_anything_runs()
    {
        _sandbox.WriteNotebook("01-flow.ipynb", "System.IO.File.WriteAllText(\"ran\", \"\");");
        _sandbox.Write("file", "");
        var run = await CliProcess.RunAsync(_sandbox, "run", "01", "--protocol", "smoke", "-o", "file/out.ipynb");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("out.ipynb' cannot be written", run.Error);
        Assert.False(File.Exists(_sandbox["notebooks/ran"]));
    }
}

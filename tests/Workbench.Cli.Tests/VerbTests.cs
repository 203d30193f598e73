using Workbench.Notebooks.Format;

namespace Workbench.Cli.Tests;

public sealed class VerbTests : IDisposable
{
    private readonly Sandbox _sandbox = new();

    public void Dispose() => _sandbox.Dispose();

    [Fact]
    public async Task Help_names_every_verb_and_shows_examples()
    {
        var help = await CliProcess.RunAsync(_sandbox, "--help");
        Assert.Equal(0, help.ExitCode);
        foreach (var text in new[] { "run", "reproduce", "claims", "new", "convert", "strip", "test", "doctor", "./workbench run notebooks/01-rectified-flow.ipynb" })
            Assert.Contains(text, help.Output);
        Assert.DoesNotContain("probe-torch", help.Output);
        Assert.Equal(help.Output, (await CliProcess.RunAsync(_sandbox)).Output);
    }

    [Fact]
    public async Task Version_is_one_line()
    {
        var version = await CliProcess.RunAsync(_sandbox, "--version");
        Assert.Equal(0, version.ExitCode);
        Assert.Matches(@"^\d+\.\d+\.\d+\s*$", version.Output);
    }

    [Fact]
    public async Task Strip_removes_outputs_and_nothing_else()
    {
        var path = _sandbox.WriteNotebook("01-flow.ipynb", "1 + 1", "2 + 2");
        var strip = await CliProcess.RunAsync(_sandbox, "strip", "01");
        Assert.Equal(0, strip.ExitCode);
        var cells = NotebookDocument.Load(path).Cells;
        Assert.All(cells, cell => Assert.Empty(cell.Outputs));
        Assert.Equal(["1 + 1", "2 + 2"], cells.Select(cell => cell.Source));
        Assert.Equal(["c0", "c1"], cells.Select(cell => cell.Id));
        var written = File.GetLastWriteTimeUtc(path);
        Assert.Contains("had no outputs", (await CliProcess.RunAsync(_sandbox, "strip", "01")).Output);
        Assert.Equal(written, File.GetLastWriteTimeUtc(path));
    }

    [Fact]
    public async Task Strip_leaves_all_as_they_were_when_one_is_broken()
    {
        var good = _sandbox.WriteNotebook("01-flow.ipynb", "1 + 1");
        var before = File.ReadAllText(good);
        _sandbox.Write("notebooks/02-flow.ipynb", "no notebook");
        (await CliProcess.RunAsync(_sandbox, "strip", "01", "02")).Refuses("02-flow.ipynb");
        Assert.Equal(before, File.ReadAllText(good));
    }

    [SkippableFact]
    public async Task Doctor_without_libtorch_says_how_to_get_it_and_fails()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "other systems bring libtorch as a package");
        // Without the entry script nobody has looked for a libtorch: WORKBENCH_NATIVE is empty too.
        var doctor = await CliProcess.RunAsync(_sandbox, new Dictionary<string, string?> { ["WORKBENCH_NATIVE"] = null }, "doctor");
        Assert.Equal(1, doctor.ExitCode);
        Assert.Contains("apt-get install libtorch-dev", doctor.Output);
        Assert.Contains(".NET SDK", doctor.Output);
        Assert.Contains("Notebooks cannot run here yet.", doctor.Output);
    }

    [Fact]
    public async Task Doctor_survives_a_shim_that_does_not_load()
    {
        _sandbox.Write("native/libWorkbenchTorch.so", "not a library");
        var doctor = await CliProcess.RunAsync(_sandbox, new Dictionary<string, string?> { ["WORKBENCH_NATIVE"] = _sandbox["native"] }, "doctor");
        Assert.Equal(1, doctor.ExitCode);
        Assert.Contains("cannot be used", doctor.Output);
        Assert.Contains("Chromium", doctor.Output);
    }
}

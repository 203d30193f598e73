using Workbench.Notebooks.Format;
using Workbench.Papers;

namespace Workbench.Cli.Tests;

/// <summary>Notebooks run by the real command line, in a real kernel process.</summary>
public sealed class RunTests : IDisposable
{
    private readonly Sandbox _sandbox = new();

    private static ClaimResult Result => new()
    {
        Claim = "X-C1",
        Card = "01-good",
        Verdict = "reproduced",
        Reason = "it holds",
        Ours = "1",
        Protocol = "quick",
        Device = "cpu",
        Criterion = "x > 0",
        Definition = "0",
        Seeds = [1],
        Measurements = new Dictionary<string, IReadOnlyList<double?>> { ["x"] = [1] },
        Comparisons = [],
        Machine = Machine.Current,
        Libtorch = "none",
        Commit = "unknown",
        Seconds = 1,
        Date = "2026-01-01T00:00:00Z",
        Command = "./workbench run 01",
    };

    public void Dispose() => _sandbox.Dispose();

    [Fact]
    public async Task A_notebook_runs_and_is_written_aside_with_a_page()
    {
        var path = _sandbox.WriteNotebook("01-flow.ipynb", "var protocol = Environment.GetEnvironmentVariable(\"WORKBENCH_PROTOCOL\");", "Console.WriteLine($\"under {protocol}, {Environment.GetEnvironmentVariable(\"WORKBENCH_SEEDS\")} seeds\");");
        var before = File.ReadAllText(path);
        var run = await CliProcess.RunAsync(_sandbox, "run", "01", "--protocol", "smoke", "--seeds", "3", "--html");
        Assert.Equal("", run.Error);
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("[1/2]", run.Output);
        Assert.Contains("[2/2]", run.Output);
        Assert.Contains("file://", run.Output);
        var executed = NotebookDocument.Load(_sandbox["artifacts/notebooks/01-flow.ipynb"]);
        Assert.Equal("under smoke, 3 seeds\n", executed.Cells[1].Outputs[0].Text);
        Assert.Contains("under smoke", File.ReadAllText(_sandbox["artifacts/notebooks/01-flow.html"]));
        Assert.Equal(before, File.ReadAllText(path));
    }

    [Fact]
    public async Task A_failing_cell_is_shown_with_its_error_and_line_and_what_ran_is_kept()
    {
        _sandbox.WriteNotebook("01-flow.ipynb", "Console.WriteLine(\"kept\");", "var a = 1;\nint b = \"text\";", "Console.WriteLine(\"never\");");
        var run = await CliProcess.RunAsync(_sandbox, "run", "01", "--protocol", "smoke");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("cell 2 of 3 failed", run.Error);
        Assert.Contains("CS0029", run.Error);
        Assert.Matches(@"[Cc]ell \[?2\]?.*line 2|\(2,", run.Error);
        var executed = NotebookDocument.Load(_sandbox["artifacts/notebooks/01-flow.ipynb"]);
        Assert.Equal("kept\n", executed.Cells[0].Outputs[0].Text);
        Assert.NotNull(executed.Cells[1].Outputs[^1].Error);
        Assert.Empty(executed.Cells[2].Outputs);
        Assert.True(File.Exists(_sandbox["artifacts/notebooks/01-flow.html"]));
    }

    [Fact]
    public async Task A_notebook_is_saved_only_when_every_cell_ran_and_a_claim_that_was_complete_stays()
    {
        Result.Save(_sandbox["measured"]);
        const string Measure = "var folder = Environment.GetEnvironmentVariable(\"WORKBENCH_RESULTS\")!; System.IO.Directory.CreateDirectory(folder); System.IO.File.Copy(\"../measured/X-C1.quick.cpu.json\", folder + \"/X-C1.quick.cpu.json\");";
        var bad = _sandbox.WriteNotebook("02-bad.ipynb", Measure, "throw new Exception(\"no\");");
        var before = File.ReadAllText(bad);
        var failed = await CliProcess.RunAsync(_sandbox, "run", "02", "--save");
        Assert.Equal(1, failed.ExitCode);
        Assert.Contains("is not saved", failed.Error);
        Assert.Equal(before, File.ReadAllText(bad));
        Assert.Contains("The claims it had measured by then are: X-C1.", failed.Error);
        Assert.True(File.Exists(_sandbox["papers/results/X-C1.quick.cpu.json"]));
        Directory.Delete(_sandbox["papers/results"], recursive: true);

        var good = _sandbox.WriteNotebook("01-good.ipynb", Measure, "1 + 1");
        var saved = await CliProcess.RunAsync(_sandbox, "run", "01", "--save");
        Assert.Equal("", saved.Error);
        Assert.Equal(0, saved.ExitCode);
        Assert.True(File.Exists(_sandbox["papers/results/X-C1.quick.cpu.json"]));
        Assert.Contains("X-C1", File.ReadAllText(_sandbox["papers/README.md"]));
        Assert.Equal("2", NotebookDocument.Load(good).Cells[1].Outputs[0].TextOf("text/plain"));
    }
}

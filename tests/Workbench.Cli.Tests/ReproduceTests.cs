using System.Diagnostics;
using Workbench.Cli.Reproduction;
using Workbench.Papers;

namespace Workbench.Cli.Tests;

/// <summary>Small papers with notebooks that measure in no time, reproduced by the real command line in real kernels.</summary>
public sealed class ReproduceTests : IDisposable
{
    private readonly Sandbox _sandbox = new();

    public ReproduceTests()
    {
        Paper("01-first", "F", "A <= 1 in every seed", "0.5");
        Paper("02-second", "S", "mean(A) >= 3", "1");
    }

    public void Dispose() => _sandbox.Dispose();

    [Fact]
    public async Task What_is_missing_is_measured_what_is_current_is_skipped_and_what_changed_is_told()
    {
        var first = await Reproduce();
        Assert.Equal("", first.Error);
        Assert.Equal(0, first.ExitCode);
        Assert.Contains("01-first: F-C1: no result under quick on cpu.", first.Output);
        Assert.Matches(@"F-C1  quick on cpu   not run yet → reproduced\r?\n  S-C1  quick on cpu   not run yet → not reproduced\r?\n1 of 3 claims from 2 papers reproduced, 1 not reproduced, 1 planned", first.Output);
        var result = ClaimResult.Load(_sandbox["papers/results/F-C1.quick.cpu.json"]);
        Assert.Equal(("notebooks/01-first.ipynb", 16), (result.Notebook, result.Experiment?.Length));
        Assert.Contains("S-C1", File.ReadAllText(_sandbox["papers/README.md"]));

        var again = await Reproduce();
        Assert.Equal(0, again.ExitCode);
        Assert.Contains("01-first: F-C1 is current; skipped", again.Output);
        Assert.Contains("02-second: S-C1 is current; skipped", again.Output);
        Assert.Contains("The ledger has not changed.", again.Output);
        Assert.DoesNotContain("[1/", again.Output);

        // Another experiment for the first, another criterion for the second.
        Notebook("01-first", "2");
        Card("02-second", "S", "mean(A) >= 0.5");
        Assert.Contains("stale: reproduced", (await CliProcess.RunAsync(_sandbox, "claims", "--markdown")).Output);
        var changed = await Reproduce();
        Assert.Contains("F-C1: the code of notebooks/01-first.ipynb changed after the run", changed.Output);
        Assert.Contains("S-C1: the claim's definition changed after the run", changed.Output);
        Assert.Matches(@"F-C1 .* stale: reproduced +→ not reproduced\r?\n  S-C1 .* stale: not reproduced → reproduced", changed.Output);
    }

    [Fact]
    public async Task One_paper_alone_and_again_by_force()
    {
        Assert.Equal(0, (await Reproduce("--paper", "2")).ExitCode);
        Assert.False(File.Exists(_sandbox["papers/results/F-C1.quick.cpu.json"]));
        var forced = await Reproduce("--paper", "02-second", "--force");
        Assert.Contains("S-C1: again, --force", forced.Output);
        Assert.Contains("[1/", forced.Output);
        Assert.Contains("→ the same", forced.Output);
        Assert.Contains("no claim to judge under this protocol; skipped", (await Reproduce("--paper", "02", "--protocol", "full")).Output);
    }

    [Fact]
    public async Task A_notebook_that_two_papers_share_runs_once()
    {
        File.Delete(_sandbox["notebooks/02-second.ipynb"]);
        _sandbox.Write("papers/02-second.md", File.ReadAllText(_sandbox["papers/02-second.md"]).Replace("family:", "notebook: notebooks/01-first.ipynb\nfamily:", StringComparison.Ordinal));
        var source = _sandbox["ran"];
        Notebook("01-first", "1", $"System.IO.File.AppendAllText(\"{source}\", \"x\");\n"
            + "var second = Experiment.Open(\"02-second\");\nforeach (var seed in second.Seeds) second.Record(seed, \"A\", 1);\nsecond.Verdicts();\n");

        var run = await Reproduce("--force");

        Assert.Equal("", run.Error);
        Assert.Equal("x", File.ReadAllText(source));
        Assert.Equal("notebooks/01-first.ipynb", ClaimResult.Load(_sandbox["papers/results/S-C1.quick.cpu.json"]).Notebook);
        Assert.Contains("[notebook](../notebooks/01-first.ipynb)", File.ReadAllText(_sandbox["papers/README.md"]).Split("02-second.md")[1]);
    }

    [Fact]
    public async Task When_the_time_is_over_it_stops_and_the_same_command_goes_on()
    {
        Notebook("01-first", "0.5", "System.Threading.Thread.Sleep(120_000);\n");
        var stopped = await Reproduce("--budget", "0.1");
        Assert.Equal(0, stopped.ExitCode);
        Assert.Contains("workbench: the 0.1 minutes are over. What had finished is kept", stopped.Error);
        Assert.DoesNotContain("02-second: S-C1: no result", stopped.Output);
        Assert.Contains("The ledger has not changed.", stopped.Output);

        Notebook("01-first", "0.5");
        var rest = await Reproduce("--budget", "60");
        Assert.Equal("", rest.Error);
        Assert.Contains("1 of 3 claims from 2 papers reproduced, 1 not reproduced", rest.Output);
        (await Reproduce("--budget", "0")).Refuses("--budget is 0", "more than 0");
    }

    [Fact]
    public async Task What_takes_least_for_a_claim_comes_first()
    {
        Assert.Equal(0, (await Reproduce()).ExitCode);
        void Took(string claim, double seconds) => File.WriteAllText(_sandbox[$"papers/results/{claim}.quick.cpu.json"],
            System.Text.RegularExpressions.Regex.Replace(File.ReadAllText(_sandbox[$"papers/results/{claim}.quick.cpu.json"]), "\"seconds\": [0-9.]+", FormattableString.Invariant($"\"seconds\": {seconds}")));
        string[] Order()
        {
            var checkout = new Checkout(_sandbox.Root);
            var ledger = Commands.ClaimsCommand.Load(checkout);
            return [.. Worth.Ordered(ledger, [.. ledger.Cards.Select(card => PlannedRun.Of(checkout, ledger, card, Protocol.Quick, "cpu", force: true))], "cpu").Select(card => card.Slug)];
        }

        Took("F-C1", 50);
        Took("S-C1", 40);
        Assert.Equal(["02-second", "01-first"], Order());
        Took("S-C1", 60);
        Assert.Equal(["01-first", "02-second"], Order());
        // Without a result, as long as the protocol lets a claim take.
        File.Delete(_sandbox["papers/results/S-C1.quick.cpu.json"]);
        Took("F-C1", 91);
        Assert.Equal(["02-second", "01-first"], Order());
    }

    [Fact]
    public async Task A_claim_that_was_complete_is_kept_when_the_notebook_fails_later()
    {
        Notebook("01-first", "0.5");
        _sandbox.Write("notebooks/01-first.ipynb", File.ReadAllText(_sandbox["notebooks/01-first.ipynb"]).Replace("experiment.Verdicts()", "throw new Exception(\\\"later\\\");", StringComparison.Ordinal));
        var run = await Reproduce("--paper", "01");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("is not saved, because not every cell ran. The claims it had measured by then are: F-C1.", run.Error);
        Assert.Equal("reproduced", ClaimResult.Load(_sandbox["papers/results/F-C1.quick.cpu.json"]).Verdict);
    }

    [Fact]
    public async Task One_notebooks_failure_is_not_the_others()
    {
        _sandbox.WriteNotebook("01-first.ipynb", "throw new Exception(\"broken\");");
        Paper("03-third", "T", "A <= 1 in every seed", "0.5");
        File.Delete(_sandbox["notebooks/03-third.ipynb"]);
        Paper("04-fourth", "U", "A <= 1 in every seed", "0.5");
        _sandbox.Write("notebooks/04-fourth.ipynb", "damaged");
        _sandbox.Write("papers/05-fifth.md", File.ReadAllText(_sandbox["papers/01-first.md"]).Replace("F-C", "V-C", StringComparison.Ordinal));
        _sandbox.WriteNotebook("05-fifth.ipynb", "1 + 1");

        var run = await Reproduce();

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("broken", run.Error);
        Assert.Contains("01-first: the notebook failed (see above), so F-C1 stay as they were.", run.Error);
        Assert.Matches("03-third: there is no .*03-third.ipynb to measure T-C1", run.Error);
        Assert.Contains("04-fourth", run.Error);
        Assert.Contains("05-fifth: the notebook ran, and yet: V-C1: no result under quick on cpu.", run.Error);
        Assert.Contains("S-C1  quick on cpu   not run yet → not reproduced", run.Output);
        Assert.False(File.Exists(_sandbox["papers/results/F-C1.quick.cpu.json"]));
    }

    [SkippableFact]
    public async Task An_interrupted_reproduction_keeps_what_had_finished_and_goes_on_later()
    {
        Skip.If(OperatingSystem.IsWindows(), "sends a signal");
        Notebook("02-second", "1", "System.IO.File.WriteAllText(\"started\", \"\"); System.Threading.Thread.Sleep(120_000);");
        var start = new ProcessStartInfo("dotnet", [typeof(CommandLine).Assembly.Location, "reproduce"]) { WorkingDirectory = _sandbox.Root, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("WORKBENCH_", StringComparison.Ordinal)).ToList())
            start.Environment.Remove(name);
        start.Environment["WORKBENCH_ROOT"] = _sandbox.Root;
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        while (!File.Exists(_sandbox["notebooks/started"]) && !process.HasExited)
            await Task.Delay(50);
        // Not SIGINT: whoever starts the tests in the background has it ignored, and children inherit that.
        using (var kill = Process.Start("kill", ["-TERM", process.Id.ToString()]))
            await kill.WaitForExitAsync();
        await process.WaitForExitAsync();

        Assert.Equal(130, process.ExitCode);
        Assert.Contains("goes on with the rest", await error);
        Assert.Contains("F-C1  quick on cpu   not run yet → reproduced", await output);
        Assert.False(File.Exists(_sandbox["papers/results/S-C1.quick.cpu.json"]));
        Notebook("02-second", "1");
        var rest = await Reproduce();
        Assert.Contains("01-first: F-C1 is current; skipped", rest.Output);
        Assert.Contains("S-C1  quick on cpu   not run yet → not reproduced", rest.Output);
    }

    [Fact]
    public async Task What_cannot_be_is_refused_before_anything_runs()
    {
        (await Reproduce("--paper", "02-secnod")).Refuses("'02-secnod'", "Did you mean '02-second'");
        (await Reproduce("--protocol", "smoke")).Refuses("judges nothing", "quick or full");
        (await Reproduce("--protocol", "ful")).Refuses("'ful'", "Did you mean 'full'");
        (await Reproduce("--papper", "01")).Refuses("'--papper'", "Did you mean '--paper'");
        Assert.False(Directory.Exists(_sandbox["papers/results"]));
    }

    private Task<Outcome> Reproduce(params string[] arguments) => CliProcess.RunAsync(_sandbox, ["reproduce", .. arguments]);

    private void Paper(string slug, string id, string criterion, string value)
    {
        Card(slug, id, criterion);
        Notebook(slug, value);
    }

    private void Notebook(string slug, string value, string? before = null) => _sandbox.WriteNotebook($"{slug}.ipynb",
        $"#r \"{typeof(Experiment).Assembly.Location}\"\nusing Workbench.Papers;\nvar experiment = Experiment.Open(\"{slug}\");",
        $"{before}foreach (var seed in experiment.Seeds) experiment.Record(seed, \"A\", {value});\nexperiment.Verdicts()");

    private void Card(string slug, string id, string criterion) => _sandbox.Write($"papers/{slug}.md", $"""
        ---
        title: Paper {id}
        arxiv: "1234.56789"
        year: 2024
        family: flow
        measurements:
          A: something
        claims:
          - id: {id}-C1
            title: A is as it should be
            varied: nothing
            metric: A
            paper: so
            protocols:
              quick:
                setting: toy
                criterion: {criterion}
                seeds: [101, 102]
              full: none
        {(id == "S" ? Planned : "")}---

        # Prose
        """);

    private const string Planned = """
          - id: S-C2
            title: A is otherwise too
            varied: nothing
            metric: A
            paper: so
            planned: later
            protocols:
              quick: none
              full:
                setting: toy
                criterion: mean(A) >= 1
                seeds: [201]

        """;
}

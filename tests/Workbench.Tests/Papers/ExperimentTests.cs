using Workbench.Papers;

namespace Workbench.Tests.Papers;

/// <summary>A run from its card to verdicts and result files, in a repository of its own.</summary>
public sealed class ExperimentTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("workbench-experiment-").FullName;

    public ExperimentTests()
    {
        Directory.CreateDirectory(Path.Combine(_root, "papers"));
        File.WriteAllText(Path.Combine(_root, "papers", "99-test.md"), CardTests.Good);
        File.WriteAllText(Path.Combine(_root, "papers", "README.md"), "not a card");
    }

    private string Results => Path.Combine(_root, "artifacts", "results");

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void A_claim_is_kept_when_its_last_measurement_comes()
    {
        var experiment = Open();
        foreach (var seed in experiment.Seeds.SkipLast(1))
            experiment.Record(seed, "A", 0.5);
        Assert.False(Directory.Exists(Results));

        experiment.Record(experiment.Seeds[^1], "A", 0.7);
        Assert.Equal([0.5, 0.5, 0.7], ClaimResult.Load(Assert.Single(Directory.GetFiles(Results))).Measurements["A"].Select(v => v!.Value));

        // A cell that is run again measures anew: the verdicts count.
        experiment.Record(experiment.Seeds[0], "A", 3);
        experiment.Verdicts();
        Assert.Equal("not reproduced", ClaimResult.Load(Assert.Single(Directory.GetFiles(Results))).Verdict);
    }

    [Fact]
    public void Measurements_become_verdicts_and_a_result_file()
    {
        var experiment = Open();
        foreach (var seed in experiment.Seeds)
            experiment.Record(seed, ("A", seed / 1000.0));

        var table = experiment.Verdicts();

        Assert.Equal(["reproduced", "planned"], table.Rows.Select(r => r.Verdict));
        Assert.Equal("A = 0.102 [0.0995, 0.104], asked ≤ 1: holds in 3 of 3 seeds", table.Rows[0].Reason);
        Assert.Equal("no notebook measures it yet", table.Rows[1].Reason);
        var result = ClaimResult.Load(Assert.Single(Directory.GetFiles(Results)));
        Assert.Equal("T-C1.quick.cpu.json", result.FileName);
        Assert.Equal(("T-C1", "99-test", "reproduced", "quick", "cpu"), (result.Claim, result.Card, result.Verdict, result.Protocol, result.Device));
        Assert.Equal([101, 102, 103], result.Seeds);
        Assert.Equal([0.101, 0.102, 0.103], result.Measurements["A"].Select(v => v!.Value));
        Assert.Equal(experiment.Claim("T-C1").DefinitionHash(Protocol.Quick), result.Definition);
        Assert.Equal("1.2.3", result.Libtorch);
        Assert.Equal("unknown", result.Commit);
        Assert.Equal("./workbench run notebooks/99-test.ipynb --protocol quick", result.Command);
        Assert.Equal(Environment.ProcessorCount, result.Machine.Cores);
        var comparison = Assert.Single(result.Comparisons);
        Assert.Equal(("A", 1.0, 3, "holds"), (comparison.Quantity, comparison.Threshold, comparison.SeedsHolding, comparison.Outcome));
        Assert.Equal(898, comparison.EffectSize!.Value, 1e-6);
    }

    [Theory]
    [InlineData("2;2.1;1.9", "reproduced", "the threshold")]
    [InlineData("0.1;0.11;0.12", "not reproduced", "direction only")]
    [InlineData("-0.1;-0.11;-0.12", "not reproduced", "fails")]
    [InlineData("0.2;1.1;1.4", "inconclusive", "inside the interval")]
    [InlineData("2;NaN;2", "inconclusive", "B is missing or not finite in seed 102")]
    [InlineData("2;2", "inconclusive", "2 of the 3 seeds asked for were measured (without 103)")]
    public void A_verdict_says_why(string values, string verdict, string reason)
    {
        var experiment = Open();
        foreach (var (seed, value) in new[] { 101, 102, 103 }.Zip(values.Split(';')))
            experiment.Record(seed, "B", double.Parse(value, System.Globalization.CultureInfo.InvariantCulture));

        var row = experiment.Verdicts().Rows[1];

        Assert.Equal(verdict, row.Verdict);
        if (verdict != "reproduced")
            Assert.Contains(reason, row.Reason, StringComparison.Ordinal);
        Assert.Equal(verdict, ClaimResult.Load(Path.Combine(Results, "T-C2.quick.cpu.json")).Verdict);
    }

    [Fact]
    public void A_missing_measurement_is_stored_as_null()
    {
        var experiment = Open();
        experiment.Record(101, "A", double.NaN);
        experiment.Record(102, "A", double.PositiveInfinity);
        experiment.Record(103, "A", 1);

        experiment.Verdicts();

        Assert.Equal([null, null, 1.0], ClaimResult.Load(Path.Combine(Results, "T-C1.quick.cpu.json")).Measurements["A"]);
    }

    [Fact]
    public void A_seed_beyond_those_asked_for_counts_too()
    {
        var experiment = Open();
        foreach (var seed in new[] { 101, 102, 103 })
            experiment.Record(seed, "A", 0.5);
        Assert.Equal(VerdictKind.Reproduced, experiment.Verdict("T-C1").Kind);

        experiment.Record(104, "A", 1.5);

        Assert.Equal(VerdictKind.NotReproduced, experiment.Verdict("T-C1").Kind);
        Assert.Contains("3 of 4 seeds, at worst 1.5", experiment.Verdict("T-C1").Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Recording_again_replaces_the_value()
    {
        var experiment = Open();
        experiment.Record(101, "A", 5);
        experiment.Record(101, "A", 6);
        experiment.Record(102, "A", 7);

        Assert.Equal([6, 7], experiment.Values("A"));
        Assert.Empty(experiment.Values("B"));
    }

    [Fact]
    public void Smoke_judges_nothing_and_writes_nothing()
    {
        var experiment = Open(Protocol.Smoke);
        Assert.Equal([0, 1], experiment.Seeds);
        foreach (var seed in experiment.Seeds)
            experiment.Record(seed, ("A", 0), ("B", 5));

        var table = experiment.Verdicts();

        Assert.Equal(["not judged", "planned"], table.Rows.Select(r => r.Verdict));
        Assert.False(Directory.Exists(Results));
        Assert.Equal(1, experiment.Pick(smoke: 1, quick: 2, full: 3));
    }

    [Fact]
    public void A_protocol_that_a_claim_has_not_is_not_judged()
    {
        var experiment = Open(Protocol.Full);
        experiment.Record(201, ("A", 0), ("B", 5));

        var table = experiment.Verdicts();

        Assert.Equal([201], experiment.Seeds);
        Assert.Equal(["not judged", "reproduced"], table.Rows.Select(r => r.Verdict));
        Assert.Contains("no full protocol", table.Rows[0].Reason, StringComparison.Ordinal);
        Assert.Equal(["T-C2.full.cpu.json"], Directory.GetFiles(Results).Select(Path.GetFileName));
    }

    [Theory]
    [InlineData(2, "101,102")]
    [InlineData(5, "101,102,103,104,105")]
    public void The_number_of_seeds_can_be_set(int count, string seeds)
    {
        var experiment = Experiment.Open("99-test", Settings() with { SeedCount = count });

        Assert.Equal(seeds, string.Join(',', experiment.Seeds));
        Assert.Equal(seeds, string.Join(',', experiment.SeedsFor("T-C1")));
    }

    [Fact]
    public void Names_that_do_not_exist_are_answered_with_the_nearest()
    {
        var experiment = Open();

        Assert.Contains("'99-tset' in papers/. Did you mean '99-test'?", Assert.Throws<ArgumentException>(() => Experiment.Open("99-tset", Settings())).Message);
        Assert.Contains("Did you mean 'T-C1'?", Assert.Throws<ArgumentException>(() => experiment.SeedsFor("T-C9")).Message);
        Assert.Contains("Did you mean 'T-C1'?", Assert.Throws<ArgumentException>(() => experiment.Verdict("TC1")).Message);
        Assert.Contains("declares no measurement 'AA'. Did you mean 'A'?", Assert.Throws<ArgumentException>(() => experiment.Record(101, "AA", 1)).Message);
        Assert.Contains("choose smoke", Assert.Throws<ArgumentException>(() => Protocols.Parse("fast")).Message);
    }

    [Fact]
    public void An_experiment_shows_its_setting_and_claims()
    {
        var shown = Convention.Show(Open());

        Assert.StartsWith("<p>Protocol quick on cpu, seeds 101, 102, 103</p><table", shown["text/html"], StringComparison.Ordinal);
        Assert.Contains("T-C2  B is large on average", shown["text/plain"], StringComparison.Ordinal);
        Assert.Contains("seeds 0, 1; nothing is judged", Open(Protocol.Smoke).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_command_of_a_result_repeats_the_run()
    {
        var experiment = Experiment.Open("99-test", Settings() with { Device = "cuda" });
        foreach (var seed in experiment.Seeds)
            experiment.Record(seed, "A", 0.5);
        experiment.Verdicts();

        Assert.Equal("./workbench run notebooks/99-test.ipynb --protocol quick --device cuda", ClaimResult.Load(Path.Combine(Results, "T-C1.quick.cuda.json")).Command);
    }

    [Fact]
    public void A_result_file_is_replaced_as_a_whole_and_a_damaged_one_is_named()
    {
        foreach (var value in new[] { 0.5, 2.0 })
        {
            var experiment = Open();
            foreach (var seed in experiment.Seeds)
                experiment.Record(seed, "A", value);
            experiment.Verdicts();
        }

        var file = Assert.Single(Directory.GetFiles(Results));
        Assert.Equal("not reproduced", ClaimResult.Load(file).Verdict);
        File.WriteAllText(file, File.ReadAllText(file)[..100]);
        Assert.Contains("T-C1.quick.cpu.json: not a claim result", Assert.Throws<InvalidDataException>(() => ClaimResult.Load(file)).Message);
    }

    [Fact]
    public void A_verdict_table_shows_itself_and_comes_back_from_json()
    {
        var experiment = Open();
        foreach (var seed in experiment.Seeds)
            experiment.Record(seed, ("A", seed), ("B", 2 + seed / 1e4));
        var table = experiment.Verdicts() with { Title = "<script>" };

        var shown = Convention.Show(table);

        Assert.Equal(["text/html", "text/plain", "application/vnd.workbench.verdicts+json"], shown.Keys);
        Assert.DoesNotContain("<script>", shown["text/html"], StringComparison.Ordinal);
        Assert.Contains("not reproduced", shown["text/html"], StringComparison.Ordinal);
        Assert.Contains("T-C1  not reproduced  A stays small\n      A = 102", shown["text/plain"], StringComparison.Ordinal);
        Assert.Contains("asked ≤ 1: holds in 0 of 3 seeds, at worst 103</td>", shown["text/html"], StringComparison.Ordinal);
        Assert.DoesNotContain("<br>0: ", Convention.Show(table with { Rows = [table.Rows[0] with { Reason = "b - a = 1, asked > 0: holds" }] })["text/html"], StringComparison.Ordinal);
        var back = VerdictTable.FromJson(shown["application/vnd.workbench.verdicts+json"]);
        Assert.Equal(table.Rows, back.Rows);
        Assert.Equal(table with { Rows = [] }, back with { Rows = [] });
        Assert.ThrowsAny<System.Text.Json.JsonException>(() => VerdictTable.FromJson("{}"));
    }

    private Experiment Open(Protocol protocol = Protocol.Quick) => Experiment.Open("99-test", Settings() with { Protocol = protocol });

    private ExperimentSettings Settings() => new(_root, Libtorch: "1.2.3");
}

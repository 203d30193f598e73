using TorchSharp;
using Workbench.Ablations;

namespace Workbench.Tests.Ablations;

/// <summary>Which runs an ablation does, and what it refuses before any of them.</summary>
public class AblationPlanTests
{
    private enum Kind
    {
        Small,
    }

    [Fact]
    public void The_grid_is_the_product_of_all_factors_and_seeds_the_last_varying_fastest()
    {
        var seen = new List<string>();
        var table = Ablation.Vary("activation", "relu", "gelu").Vary("sparsity", 0, 0.5).Seeds(2).Quietly()
            .Measure(run =>
            {
                seen.Add($"{run["activation"]} {run.Get<double>("sparsity")} {run.Seed}");
                return run.Seed;
            });

        string[] expected = ["relu 0 0", "relu 0 1", "relu 0.5 0", "relu 0.5 1", "gelu 0 0", "gelu 0 1", "gelu 0.5 0", "gelu 0.5 1"];
        Assert.Equal(expected, seen);
        Assert.Equal(expected, table.Rows.Select(r => $"{r["activation"]} {r["sparsity"]} {r.Seed}"));
        Assert.True(table.IsComplete);
    }

    [Fact]
    public void Levels_keep_their_types()
    {
        var table = Ablation.Vary("text", "a").Vary("whole", 3).Vary("number", 0.1f).Vary("flag", true).Vary("kind", Kind.Small)
            .Vary("thing", ("unit", new Version(1, 2))).Vary("list", new List<int> { 7 }).Seeds([4]).Quietly()
            .Measure(run => new
            {
                whole2 = run.Get<int>("whole") + run.Get<double>("whole"),
                number2 = run.Get<float>("number"),
                flag2 = run.Get<bool>("flag"),
                minor = run.Get<Version>("thing").Minor,
                kind2 = (int)run.Get<Kind>("kind"),
                list2 = run.Get<int>("list"),
            });

        var row = Assert.Single(table.Rows);
        Assert.Equal("text=a, whole=3, number=0.1, flag=true, kind=Small, thing=unit, list=7, seed 4: ok", row.ToString());
        Assert.Equal([6, 0.1, 1, 2, 0, 7], table.Measurements.Select(row.Value));
        Assert.Contains("is 0.1 (Single), which is no Int32", Assert.Throws<ArgumentException>(() => row.Get<int>("number")).Message);
        Assert.Contains("Did you mean 'flag'?", Assert.Throws<ArgumentException>(() => row["flog"]).Message);
    }

    [Fact]
    public void Cases_are_listed_and_Where_leaves_combinations_out()
    {
        var table = Ablation.Cases(new { method = "AP", rate = 0.02 }, new { method = "none", rate = 0.0 }).Vary("width", 1, 2)
            .Where(run => run["method"] == "AP" || run.Get<int>("width") == 1).Seeds(1).Quietly().Measure(_ => 1.0);

        Assert.Equal(["method=AP, rate=0.02, width=1", "method=AP, rate=0.02, width=2", "method=none, rate=0, width=1"],
            table.Rows.Select(r => r.ToString().Split(", seed")[0]));
    }

    [Fact]
    public void Mistakes_are_told_before_any_run()
    {
        var runs = 0;
        int Count(AblationRun run) => runs++;
        Says("has no values", () => Ablation.Vary("a", Array.Empty<int>()));
        Says("'1' 2 times", () => Ablation.Vary("a", 1, 2, 1));
        Says("factor 'a' is there already", () => Ablation.Vary("a", 1).Vary("a", 2));
        Says("cannot be called 'seed'", () => Ablation.Vary("seed", 1));
        Says("give it a name", () => Ablation.Vary("f", Math.Abs, (Func<double, double>)Math.Sqrt));
        Says("a null needs a name", () => Ablation.Vary("f", "a", null!));
        Says("seed 3 is there 2 times", () => Ablation.Vary("a", 1).Seeds([3, 4, 3]));
        Says("no seeds", () => Ablation.Vary("a", 1).Seeds([]));
        Says("has no seeds", () => Ablation.Vary("a", 1).Measure(Count));
        Says("no combination of levels is left", () => Ablation.Vary("a", 1).Where(_ => false).Seeds(1).Measure(Count));
        Says("case 1 has the factors y, the first has x", () => Ablation.Cases<object>(new { x = 1 }, new { y = 2 }));
        Says("'note' is a String", () => Ablation.Vary("a", 1).Seeds(1).Measure(run => new { value = Count(run), note = "x" }));
        Says("measurement 'a' is called like a factor", () => Ablation.Vary("a", 1).Seeds(1).Measure(run => new { a = Count(run) }));
        Says("need names", () => Ablation.Vary("a", 1).Seeds(1).Measure(run => (Count(run), 1)));
        Says("holds no named numbers", () => Ablation.Vary("a", 1).Seeds(1).Measure(run => new object()));
        Assert.Equal(0, runs);

        static void Says(string text, Func<object> act) => Assert.Contains(text, Assert.ThrowsAny<ArgumentException>(act).Message);
    }

    [Fact]
    public void Measurements_come_in_many_forms()
    {
        var plan = Ablation.Vary("a", 1).Seeds(1).Quietly();
        Assert.Equal(["x", "y"], plan.Measure(_ => new { x = 1, y = 2.5 }).Measurements);
        Assert.Equal(["x", "y"], plan.Measure(_ => (x: 1, y: 2.5)).Measurements);
        Assert.Equal(["x", "y"], plan.Measure(_ => new Dictionary<string, double> { ["x"] = 1, ["y"] = 2.5 }).Measurements);
        Assert.Equal(["x", "y"], plan.Measure(_ => new[] { ("x", 1.0), ("y", 2.5) }).Measurements);
        var last = plan.Measure(_ => 0.1f);
        Assert.Equal(["value"], last.Measurements);
        Assert.Equal([0.1], last.Values("value"));
    }

    [Fact]
    public void Runs_with_different_measurements_are_an_error_that_names_both()
    {
        var error = Assert.Throws<InvalidOperationException>(() => Ablation.Vary("a", 1, 2).Seeds(1).Quietly()
            .Measure(run => new[] { (run["a"] == "1" ? "x" : "y", 1.0) }));

        Assert.Equal("every run gives the same measurements: a=2, seed 0 gave y; a=1, seed 0 gave x", error.Message);
    }

    [Fact]
    public void Runs_that_throw_or_diverge_are_rows_with_their_reason()
    {
        var table = Ablation.Vary("a", "good", "throws", "nan", "says", "training").Seeds(1).Quietly().Measure(run =>
        {
            if (run["a"] == "throws") throw new InvalidOperationException("shape\nmismatch");
            if (run["a"] == "says") run.Diverged("loss above 1e4");
            if (run["a"] == "training") throw new Workbench.Training.DivergedException(7, double.NaN);
            return new { x = 1.0, y = run["a"] == "nan" ? double.PositiveInfinity : 2 };
        });

        Assert.Equal([RunStatus.Ok, RunStatus.Failed, RunStatus.Diverged, RunStatus.Diverged, RunStatus.Diverged], table.Rows.Select(r => r.Status));
        Assert.Equal(["", "InvalidOperationException: shape mismatch", "y is Infinity", "loss above 1e4"], table.Rows.Take(4).Select(r => r.Reason));
        Assert.Contains("step 7", table.Rows[4].Reason);
        Assert.Equal(1, table.Rows[2].Value("x"));
        Assert.Equal(double.NaN, table.Rows[1].Value("x"));
        Assert.Equal([1.0], table.Values("x"));
        Assert.StartsWith("5 runs, 1 failed, 3 diverged · 5 variants, 1 seed ·", table.ToString());
    }

    [Fact]
    public void A_cancelled_ablation_gives_what_is_finished()
    {
        using var stop = new CancellationTokenSource();
        var table = Ablation.Vary("a", 1, 2, 3).Seeds(1).Quietly().Measure(
            run =>
            {
                if (run["a"] == "2") stop.Cancel();
                run.Cancellation.ThrowIfCancellationRequested();
                return 1.0;
            },
            stop.Token);

        Assert.Equal("1", Assert.Single(table.Rows)["a"]);
        Assert.False(table.IsComplete);
        Assert.StartsWith("1 of 3 runs", table.ToString());
    }

    [Fact]
    public void Streams_depend_on_seed_and_purpose_alone()
    {
        var table = Ablation.Vary("a", 1, 2).Seeds(2).Quietly().Measure(run =>
        {
            using var data = run.Generator("data");
            using var plain = run.Generator();
            return new { data = torch.randn(1, generator: data).item<float>(), plain = torch.randn(1, generator: plain).item<float>(), order = run.SeedFor("order") };
        });

        Assert.Equal(table.Rows.Take(2).SelectMany(r => table.Measurements.Select(r.Value)), table.Rows.Skip(2).SelectMany(r => table.Measurements.Select(r.Value)));
        Assert.Equal(6, table.Rows.Take(2).SelectMany(r => table.Measurements.Select(r.Value)).Distinct().Count());
        using var zero = new torch.Generator(0);
        Assert.Equal(torch.randn(1, generator: zero).item<float>(), (float)table.Rows[0].Value("plain"));
    }

    [Fact]
    public void All_seeds_of_a_variant_may_be_measured_at_once()
    {
        var folder = Directory.CreateTempSubdirectory("workbench-batch-").FullName;
        var journal = Path.Combine(folder, "runs.jsonl");
        var plan = Ablation.Vary("a", 1, 2, 3).Seeds(3).Quietly().Journal(journal).Version("1");
        var calls = new List<string>();
        AblationTable Measure() => plan.MeasureSeeds(runs =>
        {
            calls.Add($"{(AblationVariant)runs[0]}: {string.Join(" ", runs.Select(r => r.Seed))}");
            if (runs[0]["a"] == "3") throw new IOException("full");
            return runs.Select(r => new { x = r.Seed == 2 && r["a"] == "2" ? double.NaN : r.Get<double>("a") * 10 + r.Seed });
        });

        var table = Measure();
        Assert.Equal(["a=1: 0 1 2", "a=2: 0 1 2", "a=3: 0 1 2"], calls);
        Assert.Equal([10.0, 11, 12, 20, 21], table.Values("x"));
        Assert.Equal("Diverged Failed Failed Failed", string.Join(" ", table.Rows.Skip(5).Select(r => r.Status)));

        // A batch of which a part is missing is done again as a whole, and nothing is kept twice.
        var lines = File.ReadAllLines(journal);
        File.WriteAllLines(journal, lines[..4]);
        calls.Clear();
        Assert.Equal(table.Content(), Measure().Content());
        Assert.Equal(["a=2: 0 1 2", "a=3: 0 1 2"], calls);
        Assert.Equal(9, File.ReadAllLines(journal).Length);
        Assert.Equal("InvalidOperationException: 1 results were returned for 3 seeds", plan.NoJournal().MeasureSeeds(_ => new[] { 1.0 }).Rows[0].Reason);
        Directory.Delete(folder, recursive: true);
    }
}

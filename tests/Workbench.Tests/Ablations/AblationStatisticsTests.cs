using Workbench.Ablations;

namespace Workbench.Tests.Ablations;

/// <summary>Means, intervals and paired differences against values worked out by hand.</summary>
public class AblationStatisticsTests
{
    // t(0.975; 2) from a table of Student's distribution.
    private const double T2 = 4.302652729911275;

    // relu: 1, 2, 3; gelu: 2, 4, 6 (no sparsity); with sparsity 0.5 one less each; gelu at 0.5 has no seed 2.
    private static AblationTable Table() => Ablation.Vary("activation", "relu", "gelu").Vary("sparsity", 0, 0.5).Seeds(3).Quietly().Measure(run =>
    {
        var value = (run.Seed + 1) * (run["activation"] == "gelu" ? 2 : 1) - (run.Get<double>("sparsity") > 0 ? 1 : 0);
        if (run is { Seed: 2 } && run["activation"] == "gelu" && run["sparsity"] == "0.5") run.Diverged("told to");
        return new { score = (double)value };
    });

    [Fact]
    public void Group_means_have_Students_interval_and_say_what_is_missing()
    {
        var summary = Table().Summary();

        Assert.Equal([2, 1, 4, 2], summary.Rows.Select(r => r.Of("score").Mean));
        Assert.Equal([3, 3, 3, 2], summary.Rows.Select(r => r.Count));
        Assert.Equal([0, 0, 0, 1], summary.Rows.Select(r => r.Missing));
        // 1, 2, 3: s = 1, half width t·s/√3.
        Assert.Equal(2 - T2 / Math.Sqrt(3), summary.Rows[0].Of("score").Interval.Low, 1e-9);
        Assert.Equal(2 + T2 / Math.Sqrt(3), summary.Rows[0].Of("score").Interval.High, 1e-9);
        Assert.Contains("Student's t", summary.ToString());
    }

    [Fact]
    public void A_group_of_several_variants_is_averaged_within_seeds_that_have_all_of_them()
    {
        var summary = Table().Summary("activation");

        // relu: per seed (1+0)/2, (2+1)/2, (3+2)/2 = 0.5, 1.5, 2.5. gelu without seed 2: (2+1)/2, (4+3)/2 = 1.5, 3.5.
        Assert.Equal([1.5, 2.5], summary.Rows.Select(r => r.Of("score").Mean));
        Assert.Equal([3, 2], summary.Rows.Select(r => r.Count));
        Assert.Equal(1, summary.Rows[0].Of("score").StandardDeviation, 1e-12);
        Assert.Equal(1, summary.Rows[1].Missing);
    }

    [Fact]
    public void A_bootstrap_interval_stays_within_the_values_and_another_level_has_another_width()
    {
        var summary = Table().Summary();
        var bootstrap = summary.Bootstrap(seed: 1);

        Assert.InRange(bootstrap.Rows[0].Of("score").Interval.Low, 1, 2);
        Assert.InRange(bootstrap.Rows[0].Of("score").Interval.High, 2, 3);
        Assert.Contains("bootstrap", bootstrap.ToString());
        Assert.True(summary.Level(0.5).Rows[0].Of("score").Interval.Width < summary.Rows[0].Of("score").Interval.Width);
        Assert.Contains("50 % interval", summary.Level(0.5).ToString());
    }

    [Fact]
    public void Differences_are_paired_by_seed_at_equal_levels_of_the_other_factors()
    {
        var comparison = Table().Against("activation", "relu");

        Assert.Equal(["0", "0.5"], comparison.Rows.Select(r => r["sparsity"]));
        var first = comparison.Rows[0];
        // 2-1, 4-2, 6-3 = 1, 2, 3: mean 2, s 1, d_z 2.
        Assert.Equal([1.0, 2, 3], first.Paired!.Differences);
        Assert.Equal((2.0, 2.0, 3, 0), (first.Difference.Mean, first.EffectSize, first.Paired.Positive, first.Paired.Negative));
        Assert.Equal(2 - T2 / Math.Sqrt(3), first.Difference.Interval.Low, 1e-9);
        Assert.Equal([0, 1], comparison.Rows[1].Seeds);
        Assert.Equal([1.0, 2], comparison.Rows[1].Paired!.Differences);
        Assert.Equal(1, comparison.Rows[1].Missing);
        // Closed forms of Student's distribution: p = 1 - t/√(2+t²) for 2 degrees of freedom, 1 - 2·atan(t)/π for 1; Holm doubles the smaller.
        var smaller = 1 - Math.Sqrt(12) / Math.Sqrt(14);
        var larger = 1 - 2 * Math.Atan(3) / Math.PI;
        Assert.Equal(smaller, first.PValue, 1e-9);
        Assert.Equal(2 * smaller, first.HolmPValue, 1e-9);
        Assert.Equal(larger, comparison.Rows[1].PValue, 1e-9);
        Assert.Equal(larger, comparison.Rows[1].HolmPValue, 1e-9);
    }

    [Fact]
    public void A_baseline_may_be_one_variant_for_all()
    {
        var comparison = Table().Against(new { activation = "relu", sparsity = 0 });

        Assert.Equal([-1, 2, 0.5], comparison.Rows.Select(r => r.Difference.Mean));
        Assert.Equal(["activation=relu, sparsity=0.5", "activation=gelu, sparsity=0", "activation=gelu, sparsity=0.5"], comparison.Rows.Select(r => r.ToString()));
        Assert.Equal(0, comparison.Rows[0].Paired!.Positive);
        Assert.Equal(3, comparison.Rows[0].Paired!.Negative);
        Assert.Contains("difference to activation=relu, sparsity=0", comparison.ToString());
    }

    [Fact]
    public void A_pivot_has_one_factor_down_and_one_across()
    {
        var pivot = Table().Pivot(rows: "activation", columns: "sparsity", of: "score");

        Assert.Equal(4, pivot["gelu", "0"].Mean);
        Assert.Equal(2, pivot["gelu", "0.5"].Count);
        Assert.Equal(0, pivot["gelu", "7"].Count);
        Assert.Equal("activation,sparsity=0,sparsity=0.5\nrelu,2,1\ngelu,4,2\n", pivot.ToCsv());
    }

    [Fact]
    public void Rows_are_sorted_and_filtered()
    {
        var table = Table();

        Assert.Equal([6.0, 4, 3], table.OrderBy("score", descending: true).Values("score").Take(3));
        Assert.Equal(RunStatus.Diverged, table.OrderBy("score").Rows[^1].Status);
        Assert.Equal(RunStatus.Diverged, table.OrderBy("score", descending: true).Rows[^1].Status);
        Assert.Equal(["gelu", "gelu", "gelu", "gelu", "gelu", "gelu", "relu"], table.OrderBy("activation").Rows.Take(7).Select(r => r["activation"]));
        Assert.Equal([0.0, 1, 2], table.Where("activation", "relu").Where("sparsity", 0.5).Values("score"));
        Assert.Equal(3, table.Where(r => r.Seed == 1 && r["activation"] == "relu" || r.Value("score") > 4).Rows.Count);
    }

    [Fact]
    public void Unknown_names_are_told_with_the_nearest()
    {
        var table = Table();
        Says("Did you mean 'score'?", () => table.Values("scores"));
        Says("Did you mean 'score'?", () => table.OrderBy("scor"));
        Says("Did you mean 'activation'?", () => table.Summary("activaton"));
        Says("Did you mean 'relu'?", () => table.Against("activation", "rely"));
        Says("no level '0.7' in the table", () => table.Against("sparsity", 0.7));
        Says("Did you mean 'sparsity'?", () => table.Against(new { activation = "relu", sparsty = 0 }));
        Says("Did you mean 'sparsity'?", () => table.Plot(x: "sparity", y: "score"));
        Says("Did you mean 'score'?", () => table.Plot(x: "sparsity", y: "scor"));
        Says("two factors", () => table.Pivot("sparsity", "sparsity", "score"));
        Says("no run of the table is the baseline", () => table.Where(r => r["sparsity"] == "0.5" || r["activation"] == "gelu").Against(new { activation = "relu", sparsity = 0 }));

        static void Says(string text, Func<object> act) => Assert.Contains(text, Assert.ThrowsAny<ArgumentException>(act).Message);
    }

    [Fact]
    public void A_power_law_is_fitted_to_the_runs_of_the_given_stretch()
    {
        // Exact from 4 on, another law below; the seed changes the factor only.
        var table = Ablation.Vary("steps", 1, 2, 4, 8, 16).Seeds(2).NoJournal()
            .Measure(run => new { error = run.Get<int>("steps") < 4 ? 7 : (1 + run.Seed) * Math.Pow(run.Get<int>("steps"), -2.5), sign = -1.0 });
        var line = table.PowerLaw("steps", "error", from: 4);
        Assert.Equal(-2.5, line.Slope.Value, 1e-12);
        Assert.Equal(Math.Log(2) / 2, line.Intercept.Value, 1e-12);
        Assert.True(Math.Abs(table.PowerLaw("steps", "error").Slope.Value + 2.5) > 0.1);
        Assert.Equal(0, table.PowerLaw("steps", "error", to: 2).Slope.Value, 1e-12);
        Assert.Contains("sign = -1", Assert.Throws<ArgumentException>(() => table.PowerLaw("steps", "sign")).Message);
        Assert.Contains("Did you mean 'steps'?", Assert.Throws<ArgumentException>(() => table.PowerLaw("step", "error")).Message);
    }

    [Fact]
    public void A_band_can_be_the_range_of_the_seeds()
    {
        var table = Ablation.Vary("n", 1, 2).Seeds(3).NoJournal().Measure(run => new { y = run.Get<int>("n") * 10.0 + run.Seed });
        var json = table.Plot("n", "y", range: true).ToJson();
        Assert.Contains("lowest to highest seed", json);
        Assert.Contains("[10,20,22,12]", json);
        Assert.DoesNotContain("interval", json);
    }

    [Fact]
    public void A_plot_over_numbers_has_a_band_for_each_level_and_over_words_bars()
    {
        var table = Table();
        var bands = table.Plot(x: "sparsity", y: "score", by: "activation").ToJson();
        Assert.Contains("\"relu\"", bands);
        Assert.Contains("\"gelu\"", bands);
        Assert.Contains("toself", bands);
        Assert.Contains("\"bar\"", table.Plot(x: "activation", y: "score", by: "sparsity").ToJson());
        Assert.Equal(2, table.Plot(x: "sparsity", y: "score", panels: "activation").Panels.Length);
        Assert.Contains("difference to activation=relu", table.Against("activation", "relu").Plot("score").ToJson());
    }
}

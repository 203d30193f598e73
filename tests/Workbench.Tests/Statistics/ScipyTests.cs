using System.Text.Json;
using Workbench.Papers;
using Workbench.Statistics;

namespace Workbench.Tests.Statistics;

/// <summary>Against SciPy's values, tests/golden/statistics.json (made by statistics.py beside it).</summary>
public class ScipyTests
{
    // SciPy and MathNet invert Student's distribution by different iterations; both claim better than this.
    private const double Relative = 1e-8;

    private static readonly JsonElement Golden =
        JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root(), "tests", "golden", "statistics.json"))).RootElement;

    [Fact]
    public void Means_and_t_intervals_agree()
    {
        foreach (var g in Cases("means", atLeast: 5))
        {
            var estimate = Estimate.Of(Numbers(g, "values"), Number(g, "level"));

            Close(Number(g, "mean"), estimate.Mean);
            Close(Number(g, "std"), estimate.StandardDeviation);
            Close(Number(g, "low"), estimate.Interval.Low);
            Close(Number(g, "high"), estimate.Interval.High);
        }
    }

    [Fact]
    public void Paired_differences_agree()
    {
        foreach (var g in Cases("paired", atLeast: 3))
        {
            var difference = PairedDifference.Between(Numbers(g, "treatment"), Numbers(g, "baseline"));

            Close(Number(g, "mean"), difference.Estimate.Mean);
            Close(Number(g, "low"), difference.Estimate.Interval.Low);
            Close(Number(g, "high"), difference.Estimate.Interval.High);
            Close(Number(g, "dz"), difference.EffectSize);
            Close(Number(g, "p"), difference.PValue);
            Close(Number(g, "sign_p"), difference.SignTestPValue);
            Assert.Equal(Number(g, "positive"), difference.Positive);
            Assert.Equal(Number(g, "negative"), difference.Negative);
        }
    }

    [Fact]
    public void Cohens_d_agrees()
    {
        foreach (var g in Cases("cohen", atLeast: 2))
            Close(Number(g, "d"), EffectSize.CohensD(Numbers(g, "treatment"), Numbers(g, "baseline")));
    }

    [Fact]
    public void Spearman_and_ranks_agree_with_ties()
    {
        foreach (var g in Cases("spearman", atLeast: 3))
        {
            Close(Number(g, "rho"), RankCorrelation.Spearman(Numbers(g, "x"), Numbers(g, "y")));
            Assert.Equal(Numbers(g, "ranks"), RankCorrelation.Ranks(Numbers(g, "x")));
        }
    }

    [Fact]
    public void Quantiles_agree()
    {
        foreach (var g in Cases("quantiles", atLeast: 4))
            Close(Number(g, "quantile"), Quantile.Of(Numbers(g, "values"), Number(g, "p")));
    }

    [Fact]
    public void The_bootstrap_interval_agrees_up_to_resampling_error()
    {
        foreach (var g in Cases("bootstrap", atLeast: 1))
        {
            var interval = Bootstrap.Percentile(Numbers(g, "values"), v => v.Average(), seed: 3, resamples: 100_000);

            // A 2.5 % quantile of 100,000 resamples has a standard error of about 0.8 % of the interval's half width.
            var tolerance = 0.03 * (Number(g, "high") - Number(g, "low"));
            Assert.Equal(Number(g, "low"), interval.Low, tolerance);
            Assert.Equal(Number(g, "high"), interval.High, tolerance);
        }
    }

    private static JsonElement[] Cases(string name, int atLeast)
    {
        JsonElement[] cases = [.. Golden.GetProperty(name).EnumerateArray()];
        Assert.True(cases.Length >= atLeast);
        return cases;
    }

    private static double[] Numbers(JsonElement g, string name) => [.. g.GetProperty(name).EnumerateArray().Select(v => v.GetDouble())];

    private static double Number(JsonElement g, string name) => g.GetProperty(name).GetDouble();

    private static void Close(double expected, double actual) => Assert.Equal(expected, actual, Relative * Math.Max(1, Math.Abs(expected)));
}

using Workbench.Statistics;

namespace Workbench.Tests.Statistics;

/// <summary>What follows from definitions, without reference values.</summary>
public class StatisticsTests
{
    [Fact]
    public void One_value_has_a_mean_and_no_interval()
    {
        var estimate = Estimate.Of([3.5]);

        Assert.Equal(3.5, estimate.Mean);
        Assert.False(estimate.Interval.IsDefined);
        Assert.False(estimate.Interval.Contains(3.5));
        Assert.Equal("3.5 [–]", estimate.ToString());
    }

    [Fact]
    public void Equal_values_have_an_interval_of_no_width()
    {
        var estimate = Estimate.Of([2, 2, 2]);

        Assert.Equal(new Interval(2, 2), estimate.Interval);
        Assert.Equal(0, estimate.StandardDeviation);
    }

    [Fact]
    public void The_jackknife_of_a_mean_is_the_t_interval()
    {
        double[] values = [0.3, 0.9, -0.2, 1.4, 0.8];

        var jackknife = Jackknife.Of(values.Length, kept => kept.Average(i => values[i]));

        var student = Estimate.Of(values);
        Assert.Equal(student.Mean, jackknife.Mean, 1e-12);
        Assert.Equal(student.Interval.Low, jackknife.Interval.Low, 1e-12);
        Assert.Equal(student.Interval.High, jackknife.Interval.High, 1e-12);
        Assert.Equal(student.StandardDeviation, jackknife.StandardDeviation, 1e-12);
    }

    [Fact]
    public void The_jackknife_of_a_ratio_of_means_approaches_the_delta_method()
    {
        // Var(ȳ/x̄) ≈ Σ(y_i - r·x_i)² / (n(n-1)·x̄²) (Cochran 1977, eq. 2.44); with small spreads both agree.
        double[] x = [1.00, 1.02, 0.99, 1.01, 0.98, 1.00], y = [2.01, 2.05, 1.97, 2.03, 1.95, 2.02];
        var ratio = y.Average() / x.Average();
        var residual = x.Zip(y, (a, b) => (b - ratio * a) * (b - ratio * a)).Sum();
        var standardError = Math.Sqrt(residual / (6 * 5)) / x.Average();

        var jackknife = Jackknife.Of(6, kept => kept.Average(i => y[i]) / kept.Average(i => x[i]));

        Assert.Equal(ratio, jackknife.Mean, 1e-12);
        Assert.Equal(standardError, jackknife.StandardError, 0.01 * standardError);
    }

    [Fact]
    public void The_t_interval_covers_the_mean_as_often_as_it_says()
    {
        var random = new Random(5);
        const int Trials = 4000;
        var covered = Enumerable.Range(0, Trials).Count(_ => Estimate.Of([.. Enumerable.Range(0, 5).Select(_ => Normal(random))], 0.8).Interval.Contains(0));

        // Four standard errors of a share of 0.8 over 4000 trials.
        Assert.Equal(0.8, covered / (double)Trials, 4 * Math.Sqrt(0.8 * 0.2 / Trials));
    }

    [Fact]
    public void Hedges_g_is_smaller_than_Cohens_d_by_the_known_factor()
    {
        double[] a = [1, 2, 3, 4], b = [0, 1, 2];

        Assert.Equal(EffectSize.CohensD(a, b) * (1 - 3.0 / 19), EffectSize.HedgesG(a, b), 1e-12);
    }

    [Fact]
    public void The_same_seed_gives_the_same_bootstrap_interval()
    {
        double[] values = [1, 5, 2, 8, 3];

        Assert.Equal(Bootstrap.Percentile(values, Quantile.Median, 7, 500), Bootstrap.Percentile(values, Quantile.Median, 7, 500));
        Assert.NotEqual(Bootstrap.Percentile(values, v => v.Average(), 7, 500), Bootstrap.Percentile(values, v => v.Average(), 8, 500));
    }

    [Fact]
    public void Signs_are_counted_and_ties_are_neither()
    {
        var difference = PairedComparison.Of([1, 2, 3, 4], [0, 2, 5, 1]);

        Assert.Equal([1, 0, -2, 3], difference.Differences);
        Assert.Equal((2, 1), (difference.Positive, difference.Negative));
    }

    [Fact]
    public void Five_seeds_that_agree_have_the_smallest_p_value_that_ranks_and_signs_can_give()
    {
        var comparison = PairedComparison.Of([2, 3, 4, 5, 6], [1, 1, 1, 1, 1]);

        Assert.Equal(2 * Math.Pow(0.5, 5), comparison.WilcoxonPValue, 1e-15);
        Assert.Equal(2 * Math.Pow(0.5, 5), comparison.SignTestPValue, 1e-15);
        Assert.Equal(comparison.EffectSize, EffectSize.CohensDz([2, 3, 4, 5, 6], [1, 1, 1, 1, 1]));
    }

    [Fact]
    public void Arms_that_are_equal_differ_by_nothing()
    {
        var comparison = PairedComparison.Of([1, 2], [1, 2]);

        Assert.Equal((0.0, 1.0, 1.0), (comparison.Estimate.Mean, comparison.WilcoxonPValue, comparison.SignTestPValue));
        Assert.Equal(double.NaN, comparison.TTestPValue);
        Assert.Equal(new Interval(0, 0), UnpairedComparison.Of([3, 3], [3, 3]).Interval);
        Assert.False(UnpairedComparison.Of([3], [3, 4]).Interval.IsDefined);
        Assert.Equal(0, EffectSize.CliffsDelta([1, 2], [2, 1]));
    }

    [Fact]
    public void A_test_that_was_not_possible_is_not_counted_among_several()
    {
        Assert.Equal([0.02, double.NaN, 0.03], MultipleComparisons.Holm([0.01, double.NaN, 0.03]));
        Assert.Equal([], MultipleComparisons.BenjaminiHochberg([]));
    }

    [Fact]
    public void Holm_is_never_stricter_than_Bonferroni_and_never_milder_than_Benjamini_and_Hochberg()
    {
        var random = new Random(11);
        for (var trial = 0; trial < 200; trial++)
        {
            double[] p = [.. Enumerable.Range(0, 1 + random.Next(12)).Select(_ => Math.Pow(random.NextDouble(), 3))];
            double[] bonferroni = MultipleComparisons.Bonferroni(p), holm = MultipleComparisons.Holm(p), hochberg = MultipleComparisons.BenjaminiHochberg(p);
            for (var i = 0; i < p.Length; i++)
            {
                Assert.True(p[i] <= hochberg[i] && hochberg[i] <= holm[i] && holm[i] <= bonferroni[i] && bonferroni[i] <= 1);
                for (var j = 0; j < p.Length; j++)
                    Assert.True(p[i] > p[j] || (holm[i] <= holm[j] && hochberg[i] <= hochberg[j]));
            }
        }
    }

    [Fact]
    public void The_BCa_interval_of_equal_values_has_no_width_and_of_one_value_is_undefined()
    {
        Assert.Equal(new Interval(2, 2), Bootstrap.Bca([2, 2, 2], v => v.Average(), 1, 100));
        Assert.False(Bootstrap.Bca([2], v => v.Average(), 1, 100).IsDefined);
    }

    [Fact]
    public void Bad_input_is_named()
    {
        Assert.Contains("at least one value", Assert.Throws<ArgumentException>(() => Estimate.Of([])).Message);
        Assert.Equal("level", Assert.Throws<ArgumentOutOfRangeException>(() => Estimate.Of([1, 2], 1)).ParamName);
        Assert.Contains("2 treatment, 1 baseline", Assert.Throws<ArgumentException>(() => PairedComparison.Of([1, 2], [1])).Message);
        Assert.Contains("2 and 3", Assert.Throws<ArgumentException>(() => RankCorrelation.Spearman([1, 2], [1, 2, 3])).Message);
        Assert.Contains("NaN", Assert.Throws<ArgumentException>(() => RankCorrelation.Spearman([1, double.NaN], [1, 2])).Message);
        Assert.Equal("p", Assert.Throws<ArgumentOutOfRangeException>(() => Quantile.Of([1], 1.5)).ParamName);
        Assert.Contains("at least two", Assert.Throws<ArgumentException>(() => EffectSize.CohensD([1], [1, 2])).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => Jackknife.Of(0, _ => 0));
        Assert.Equal("successes", Assert.Throws<ArgumentOutOfRangeException>(() => Intervals.OfShare(4, 3)).ParamName);
        Assert.Contains("1.5 was given", Assert.Throws<ArgumentException>(() => MultipleComparisons.Holm([0.5, 1.5])).Message);
        Assert.Contains("NaN", Assert.Throws<ArgumentException>(() => WilcoxonSignedRank.Of([1, double.NaN])).Message);
        Assert.Contains("NaN", Assert.Throws<ArgumentException>(() => EffectSize.CliffsDelta([1], [double.NaN])).Message);
        Assert.Contains("at least two pairs", Assert.Throws<ArgumentException>(() => EffectSize.CohensDz([1], [2])).Message);
    }

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}

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
        var difference = PairedDifference.Between([1, 2, 3, 4], [0, 2, 5, 1]);

        Assert.Equal([1, 0, -2, 3], difference.Differences);
        Assert.Equal((2, 1), (difference.Positive, difference.Negative));
    }

    [Fact]
    public void Bad_input_is_named()
    {
        Assert.Contains("at least one value", Assert.Throws<ArgumentException>(() => Estimate.Of([])).Message);
        Assert.Equal("level", Assert.Throws<ArgumentOutOfRangeException>(() => Estimate.Of([1, 2], 1)).ParamName);
        Assert.Contains("2 treatment, 1 baseline", Assert.Throws<ArgumentException>(() => PairedDifference.Between([1, 2], [1])).Message);
        Assert.Contains("2 and 3", Assert.Throws<ArgumentException>(() => RankCorrelation.Spearman([1, 2], [1, 2, 3])).Message);
        Assert.Contains("NaN", Assert.Throws<ArgumentException>(() => RankCorrelation.Spearman([1, double.NaN], [1, 2])).Message);
        Assert.Equal("p", Assert.Throws<ArgumentOutOfRangeException>(() => Quantile.Of([1], 1.5)).ParamName);
        Assert.Contains("at least two", Assert.Throws<ArgumentException>(() => EffectSize.CohensD([1], [1, 2])).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => Jackknife.Of(0, _ => 0));
    }

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}

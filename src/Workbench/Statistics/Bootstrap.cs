using MathNet.Numerics.Distributions;

namespace Workbench.Statistics;

/// <summary>Bootstrap intervals (Efron 1979) for statistics without a formula. The seed is explicit: same seed, same interval.</summary>
public static class Bootstrap
{
    /// <summary>
    /// The percentile interval: draws <paramref name="resamples"/> samples of the same size with replacement and takes the central share
    /// <paramref name="level"/> of the statistic's values (quantiles interpolated linearly, as NumPy's default).
    /// With very few values (n &lt; 8) it is too narrow: prefer <see cref="Estimate.Of"/>.
    /// </summary>
    /// <param name="values">One value per repetition; at least one.</param>
    /// <param name="statistic">The statistic, e.g. a median.</param>
    /// <param name="seed">Seed of the resampling; same seed, same interval.</param>
    /// <param name="resamples">Number of resamples.</param>
    /// <param name="level">Confidence level in (0, 1).</param>
    /// <exception cref="ArgumentException">No values.</exception>
    public static Interval Percentile(
        IEnumerable<double> values, Func<IReadOnlyList<double>, double> statistic, int seed, int resamples = 10_000, double level = 0.95)
    {
        var statistics = Resampled(Sample(values, statistic, level), statistic, seed, resamples);
        return new(Quantile.OfSorted(statistics, (1 - level) / 2), Quantile.OfSorted(statistics, (1 + level) / 2));
    }

    /// <summary>
    /// The bias-corrected and accelerated interval BCa (Efron 1987, eq. 6.8): percentiles moved to Φ(z0 + (z0+z_α)/(1 - a·(z0+z_α))), with z0
    /// from the share of resamples below the sample's own statistic and a from the skewness of the leave-one-out values. Better than the
    /// percentile interval where the statistic is biased or skewed.
    /// </summary>
    /// <param name="values">One value per repetition; at least one.</param>
    /// <param name="statistic">The statistic, e.g. a ratio or a deviation.</param>
    /// <param name="seed">Seed of the resampling; same seed, same interval.</param>
    /// <param name="resamples">Number of resamples.</param>
    /// <param name="level">Confidence level in (0, 1).</param>
    /// <returns>The interval; undefined for one value, and where no resample lies on one side of the sample's statistic (then no z0 exists).</returns>
    /// <exception cref="ArgumentException">No values.</exception>
    public static Interval Bca(
        IEnumerable<double> values, Func<IReadOnlyList<double>, double> statistic, int seed, int resamples = 10_000, double level = 0.95)
    {
        var sample = Sample(values, statistic, level);
        var statistics = Resampled(sample, statistic, seed, resamples);
        if (sample.Length == 1)
            return Interval.Undefined;

        var own = statistic(sample);
        var below = (statistics.Count(s => s < own) + statistics.Count(s => s <= own)) / (2.0 * resamples);
        if (below is not (> 0 and < 1))
            return Interval.Undefined;
        var (bias, acceleration) = (Normal.InvCDF(0, 1, below), Acceleration(sample, statistic));
        double End(double p)
        {
            var z = bias + Normal.InvCDF(0, 1, p);
            return Quantile.OfSorted(statistics, Normal.CDF(0, 1, bias + z / (1 - acceleration * z)));
        }

        return new(End((1 - level) / 2), End((1 + level) / 2));
    }

    private static double Acceleration(double[] sample, Func<IReadOnlyList<double>, double> statistic)
    {
        var left = sample.Select((_, i) => statistic([.. sample[..i], .. sample[(i + 1)..]])).ToArray();
        var mean = left.Average();
        var (square, cube) = (left.Sum(v => (mean - v) * (mean - v)), left.Sum(v => Math.Pow(mean - v, 3)));
        return square > 0 ? cube / (6 * Math.Pow(square, 1.5)) : 0;
    }

    private static double[] Sample(IEnumerable<double> values, Func<IReadOnlyList<double>, double> statistic, double level)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(statistic);
        Estimate.CheckLevel(level);
        double[] sample = [.. values];
        return sample.Length > 0 ? sample : throw new ArgumentException("a bootstrap needs at least one value, none was given", nameof(values));
    }

    /// <summary>The statistic's values over the resamples, in rising order.</summary>
    private static double[] Resampled(double[] sample, Func<IReadOnlyList<double>, double> statistic, int seed, int resamples)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(resamples, 1);
        var random = new Random(seed);
        var resample = new double[sample.Length];
        var statistics = new double[resamples];
        for (var r = 0; r < resamples; r++)
        {
            for (var i = 0; i < resample.Length; i++)
                resample[i] = sample[random.Next(sample.Length)];
            statistics[r] = statistic(resample);
        }

        Array.Sort(statistics);
        return statistics;
    }
}

namespace Workbench.Statistics;

/// <summary>Percentile bootstrap intervals (Efron 1979) for statistics without a formula.</summary>
public static class Bootstrap
{
    /// <summary>
    /// Draws <paramref name="resamples"/> samples of the same size with replacement and takes the central share
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
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(statistic);
        ArgumentOutOfRangeException.ThrowIfLessThan(resamples, 1);
        Estimate.CheckLevel(level);
        double[] sample = [.. values];
        if (sample.Length == 0)
            throw new ArgumentException("a bootstrap needs at least one value, none was given", nameof(values));

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
        return new(Quantile.OfSorted(statistics, (1 - level) / 2), Quantile.OfSorted(statistics, (1 + level) / 2));
    }
}

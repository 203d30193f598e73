namespace Workbench.Statistics;

/// <summary>
/// The leave-one-out (jackknife) interval of a smooth statistic such as a ratio of means (Tukey 1958; Efron and Stein 1981).
/// For a plain mean it is exactly Student's t interval.
/// </summary>
public static class Jackknife
{
    /// <summary>
    /// Estimates a statistic of n repetitions. Pseudo-values p_i = n·θ - (n-1)·θ_(-i), with θ the statistic of all repetitions and
    /// θ_(-i) without repetition i; the interval is θ ± t · sd(p)/√n with n-1 degrees of freedom.
    /// </summary>
    /// <param name="count">Number of repetitions n, at least 1.</param>
    /// <param name="statistic">The statistic of the repetitions with the given indices.</param>
    /// <param name="level">Confidence level in (0, 1).</param>
    /// <returns>
    /// The statistic of all repetitions as <see cref="Estimate.Mean"/> and the deviation of the pseudo-values as
    /// <see cref="Estimate.StandardDeviation"/>; the interval is undefined for one repetition.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException">No repetition, or a level outside (0, 1).</exception>
    public static Estimate Of(int count, Func<IReadOnlyList<int>, double> statistic, double level = 0.95)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentNullException.ThrowIfNull(statistic);
        Estimate.CheckLevel(level);

        var all = Enumerable.Range(0, count).ToArray();
        var full = statistic(all);
        if (count == 1)
            return new(full, double.NaN, Interval.Undefined, 1, level);

        var pseudo = all.Select(left => count * full - (count - 1) * statistic([.. all.Where(i => i != left)])).ToArray();
        var spread = Estimate.Of(pseudo, level);
        var half = spread.Interval.Width / 2;
        return spread with { Mean = full, Interval = new(full - half, full + half) };
    }
}

using MathNet.Numerics.Distributions;

namespace Workbench.Statistics;

/// <summary>
/// Confidence intervals with a formula. For statistics without one see <see cref="Bootstrap"/>, for ratios of means <see cref="Jackknife"/>.
/// </summary>
public static class Intervals
{
    /// <summary>Student's t interval of a mean: the <see cref="Estimate.Interval"/> of <see cref="Estimate.Of"/>, undefined for one value.</summary>
    /// <param name="values">One value per repetition; at least one.</param>
    /// <param name="level">Confidence level in (0, 1).</param>
    /// <exception cref="ArgumentException">No values.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="level"/> outside (0, 1).</exception>
    public static Interval OfMean(IEnumerable<double> values, double level = 0.95) => Estimate.Of(values, level).Interval;

    /// <summary>
    /// Wilson's score interval of a share, e.g. of correct predictions (Wilson 1927): the shares p with |k/n - p| ≤ z·√(p(1-p)/n). It keeps
    /// inside [0, 1] and has a width at 0 of n and n of n, where the textbook interval k/n ± z·s has none.
    /// </summary>
    /// <param name="successes">How often it happened, k.</param>
    /// <param name="trials">How often it could have, n, at least 1.</param>
    /// <param name="level">Confidence level in (0, 1).</param>
    /// <exception cref="ArgumentOutOfRangeException">No trials, successes not between 0 and the trials, or a level outside (0, 1).</exception>
    public static Interval OfShare(int successes, int trials, double level = 0.95)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(trials, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(successes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(successes, trials);
        Estimate.CheckLevel(level);

        double n = trials, share = successes / n;
        var z = Normal.InvCDF(0, 1, (1 + level) / 2);
        var middle = (share + z * z / (2 * n)) / (1 + z * z / n);
        var half = z / (1 + z * z / n) * Math.Sqrt(share * (1 - share) / n + z * z / (4 * n * n));
        // At the ends the formula gives 0 and 1 up to rounding.
        return new(successes == 0 ? 0 : middle - half, successes == trials ? 1 : middle + half);
    }
}

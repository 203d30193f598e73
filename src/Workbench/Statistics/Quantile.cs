namespace Workbench.Statistics;

/// <summary>Sample quantiles.</summary>
public static class Quantile
{
    /// <summary>The quantile at <paramref name="p"/> by linear interpolation between order statistics (Hyndman and Fan's type 7, NumPy's default).</summary>
    /// <param name="values">The sample, in any order; at least one value.</param>
    /// <param name="p">Probability in [0, 1].</param>
    /// <exception cref="ArgumentException">No values.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="p"/> outside [0, 1].</exception>
    public static double Of(IEnumerable<double> values, double p)
    {
        ArgumentNullException.ThrowIfNull(values);
        double[] sorted = [.. values.Order()];
        return OfSorted(sorted, p);
    }

    /// <summary>The median, i.e. the quantile at one half.</summary>
    /// <param name="values">The sample, in any order; at least one value.</param>
    public static double Median(IEnumerable<double> values) => Of(values, 0.5);

    internal static double OfSorted(double[] sorted, double p)
    {
        if (sorted.Length == 0)
            throw new ArgumentException("a quantile needs at least one value, none was given", nameof(sorted));
        if (!(p >= 0 && p <= 1))
            throw new ArgumentOutOfRangeException(nameof(p), p, "a probability lies between 0 and 1");

        var position = p * (sorted.Length - 1);
        var below = (int)Math.Floor(position);
        var above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
    }
}

using System.Globalization;
using MathNet.Numerics.Distributions;

namespace Workbench.Statistics;

/// <summary>
/// A mean over repetitions (seeds) with its spread and confidence interval.
/// </summary>
/// <param name="Mean">Sample mean.</param>
/// <param name="StandardDeviation">Sample standard deviation with n-1 in the denominator; NaN for one value.</param>
/// <param name="Interval">Confidence interval of the mean at <paramref name="Level"/>; undefined for one value.</param>
/// <param name="Count">Number of values n.</param>
/// <param name="Level">Confidence level in (0, 1).</param>
public readonly record struct Estimate(double Mean, double StandardDeviation, Interval Interval, int Count, double Level)
{
    /// <summary>
    /// Mean with Student's t interval: mean ± t(1-(1-level)/2; n-1) · s/√n. Assumes independent, roughly normal repetitions.
    /// A NaN among the values makes the mean NaN and the interval undefined.
    /// </summary>
    /// <param name="values">One value per repetition; at least one.</param>
    /// <param name="level">Confidence level in (0, 1).</param>
    /// <exception cref="ArgumentException">No values.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="level"/> outside (0, 1).</exception>
    public static Estimate Of(IEnumerable<double> values, double level = 0.95)
    {
        ArgumentNullException.ThrowIfNull(values);
        CheckLevel(level);
        var sample = values as IReadOnlyCollection<double> ?? [.. values];
        if (sample.Count == 0)
            throw new ArgumentException("a mean needs at least one value, none was given", nameof(values));

        var mean = sample.Sum() / sample.Count;
        if (sample.Count == 1)
            return new(mean, double.NaN, Interval.Undefined, 1, level);

        var deviation = Math.Sqrt(sample.Sum(v => (v - mean) * (v - mean)) / (sample.Count - 1));
        var half = StudentQuantile(level, sample.Count - 1) * deviation / Math.Sqrt(sample.Count);
        return new(mean, deviation, new(mean - half, mean + half), sample.Count, level);
    }

    /// <summary>Standard error of the mean, s/√n.</summary>
    public double StandardError => StandardDeviation / Math.Sqrt(Count);

    /// <summary>"mean [low, high]" with four significant digits.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Mean:G4} {Interval}");

    /// <summary>The two-sided Student quantile t such that P(-t &lt;= T &lt;= t) = level with the given degrees of freedom.</summary>
    internal static double StudentQuantile(double level, double degrees) =>
        StudentT.InvCDF(0, 1, degrees, 1 - (1 - level) / 2);

    internal static void CheckLevel(double level)
    {
        if (!(level > 0 && level < 1))
            throw new ArgumentOutOfRangeException(nameof(level), level, "a confidence level lies strictly between 0 and 1, e.g. 0.95");
    }
}

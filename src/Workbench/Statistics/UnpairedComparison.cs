using System.Globalization;
using MathNet.Numerics.Distributions;

namespace Workbench.Statistics;

/// <summary>
/// Two arms measured on different seeds, by Welch's t test (Welch 1947), which does not assume equal variances. With the same seeds in both
/// arms use <see cref="PairedComparison"/>: it sees smaller differences.
/// </summary>
/// <param name="Treatment">Mean of one arm with its interval.</param>
/// <param name="Baseline">Mean of the other.</param>
/// <param name="Interval">Confidence interval of the difference of means; undefined when an arm has one value.</param>
/// <param name="DegreesOfFreedom">Welch and Satterthwaite's degrees of freedom; NaN when undefined.</param>
/// <param name="PValue">Two-sided p value; NaN when undefined.</param>
public sealed record UnpairedComparison(Estimate Treatment, Estimate Baseline, Interval Interval, double DegreesOfFreedom, double PValue)
{
    /// <summary>Compares two arms.</summary>
    /// <param name="treatment">Values of one arm, at least one.</param>
    /// <param name="baseline">Values of the other, at least one.</param>
    /// <param name="level">Confidence level in (0, 1).</param>
    /// <exception cref="ArgumentException">No values in an arm.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="level"/> outside (0, 1).</exception>
    public static UnpairedComparison Of(IEnumerable<double> treatment, IEnumerable<double> baseline, double level = 0.95)
    {
        var (a, b) = (Estimate.Of(treatment, level), Estimate.Of(baseline, level));
        if (a.Count < 2 || b.Count < 2)
            return new(a, b, Interval.Undefined, double.NaN, double.NaN);

        var (u, v) = (a.StandardError * a.StandardError, b.StandardError * b.StandardError);
        var degrees = (u + v) * (u + v) / (u * u / (a.Count - 1) + v * v / (b.Count - 1));
        var (difference, error) = (a.Mean - b.Mean, Math.Sqrt(u + v));
        if (!(error > 0))
            // Without any spread the difference is what it is, and no t exists.
            return new(a, b, new(difference, difference), double.NaN, double.NaN);
        var half = Estimate.StudentQuantile(level, degrees) * error;
        return new(a, b, new(difference - half, difference + half), degrees, 2 * StudentT.CDF(0, 1, degrees, -Math.Abs(difference / error)));
    }

    /// <summary>Difference of the means, treatment - baseline.</summary>
    public double Difference => Treatment.Mean - Baseline.Mean;

    /// <summary>"difference [low, high]" with four significant digits.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Difference:G4} {Interval}");
}

using System.Globalization;
using MathNet.Numerics.Distributions;

namespace Workbench.Statistics;

/// <summary>
/// Two arms measured on the same seeds, compared seed by seed. Pairing removes what the seed changes in both arms.
/// </summary>
/// <param name="Differences">treatment_i - baseline_i, in the order given.</param>
/// <param name="Estimate">Mean difference with its t interval.</param>
/// <param name="Positive">Number of seeds with a positive difference.</param>
/// <param name="Negative">Number of seeds with a negative difference.</param>
public sealed record PairedComparison(IReadOnlyList<double> Differences, Estimate Estimate, int Positive, int Negative)
{
    /// <summary>Pairs two arms by position.</summary>
    /// <param name="treatment">One value per seed.</param>
    /// <param name="baseline">The baseline's value for the same seeds, in the same order.</param>
    /// <param name="level">Confidence level in (0, 1).</param>
    /// <exception cref="ArgumentException">Different lengths, or no values.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="level"/> outside (0, 1).</exception>
    public static PairedComparison Of(IEnumerable<double> treatment, IEnumerable<double> baseline, double level = 0.95)
    {
        ArgumentNullException.ThrowIfNull(treatment);
        ArgumentNullException.ThrowIfNull(baseline);
        double[] first = [.. treatment], second = [.. baseline];
        if (first.Length != second.Length)
            throw new ArgumentException($"paired arms need one value each per seed: {first.Length} treatment, {second.Length} baseline values", nameof(baseline));
        if (first.Length == 0)
            throw new ArgumentException("a paired comparison needs at least one seed, none was given", nameof(treatment));

        var differences = first.Zip(second, (a, b) => a - b).ToArray();
        return new(differences, Estimate.Of(differences, level), differences.Count(d => d > 0), differences.Count(d => d < 0));
    }

    /// <summary>Number of seeds.</summary>
    public int Count => Differences.Count;

    /// <summary>Paired effect size (Cohen's d_z): mean difference over the standard deviation of the differences; NaN for one seed.</summary>
    public double EffectSize => Estimate.Mean / Estimate.StandardDeviation;

    /// <summary>
    /// Two-sided p value of the paired t test: assumes roughly normal differences. NaN for one seed and when all differences are 0.
    /// </summary>
    public double TTestPValue => Estimate.Count < 2
        ? double.NaN
        : 2 * StudentT.CDF(0, 1, Estimate.Count - 1, -Math.Abs(Estimate.Mean / Estimate.StandardError));

    /// <summary>
    /// Two-sided p value of Wilcoxon's signed-rank test: assumes symmetric differences. With n seeds it cannot be below 2^(1-n): 0.0625 for 5.
    /// NaN when a difference is NaN.
    /// </summary>
    public double WilcoxonPValue => Differences.Any(double.IsNaN) ? double.NaN : WilcoxonSignedRank.Of(Differences).PValue;

    /// <summary>Two-sided p value of the exact sign test, which assumes nothing of the shape; ties are left out.</summary>
    public double SignTestPValue
    {
        get
        {
            var n = Positive + Negative;
            return n == 0 ? 1 : Math.Min(1, 2 * Binomial.CDF(0.5, n, Math.Min(Positive, Negative)));
        }
    }

    /// <summary>"mean [low, high], positive in p of n".</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Estimate}, positive in {Positive} of {Differences.Count}");
}

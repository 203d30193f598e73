using MathNet.Numerics.Distributions;

namespace Workbench.Statistics;

/// <summary>
/// Wilcoxon's signed-rank test (Wilcoxon 1945) that differences are symmetric about 0, two-sided. Differences of 0 are left out, as
/// Wilcoxon did.
/// </summary>
/// <param name="Positive">Sum of the ranks of the positive differences, W+.</param>
/// <param name="Negative">Sum of the ranks of the negative differences, W-.</param>
/// <param name="Count">Number of differences other than 0.</param>
/// <param name="PValue">Two-sided p value; 1 when every difference is 0.</param>
/// <param name="IsExact">Whether it comes from all 2^n signs, rather than from the normal approximation.</param>
public sealed record WilcoxonSignedRank(double Positive, double Negative, int Count, double PValue, bool IsExact)
{
    /// <summary>The largest number of differences for which the exact distribution is used.</summary>
    public const int ExactLimit = 50;

    /// <summary>
    /// Tests differences. Up to <see cref="ExactLimit"/> of them the p value counts the sign patterns with a rank sum as extreme, given the
    /// ranks at hand, so that ties are exact too; beyond, the normal approximation with the variance corrected for ties.
    /// </summary>
    /// <param name="differences">One per pair, at least one.</param>
    /// <exception cref="ArgumentException">No difference, or a NaN (it has no rank).</exception>
    public static WilcoxonSignedRank Of(IEnumerable<double> differences)
    {
        ArgumentNullException.ThrowIfNull(differences);
        double[] given = [.. differences];
        if (given.Length == 0)
            throw new ArgumentException("a signed-rank test needs at least one difference, none was given", nameof(differences));
        if (given.Any(double.IsNaN))
            throw new ArgumentException("NaN has no rank", nameof(differences));

        double[] kept = [.. given.Where(d => d != 0)];
        if (kept.Length == 0)
            return new(0, 0, 0, 1, true);
        var ranks = RankCorrelation.Ranks([.. kept.Select(Math.Abs)]);
        var positive = ranks.Where((_, i) => kept[i] > 0).Sum();
        var negative = ranks.Sum() - positive;
        var exact = kept.Length <= ExactLimit;
        var smaller = Math.Min(positive, negative);
        return new(positive, negative, kept.Length, Math.Min(1, 2 * (exact ? Exact(ranks, smaller) : Approximate(ranks, smaller))), exact);
    }

    /// <summary>P(W ≤ w) over all signs. Tied ranks are halves, so sums are counted in halves.</summary>
    private static double Exact(double[] ranks, double w)
    {
        int[] halves = [.. ranks.Select(r => (int)Math.Round(2 * r))];
        var patterns = new double[halves.Sum() + 1];
        patterns[0] = 1;
        foreach (var rank in halves)
        {
            for (var sum = patterns.Length - 1; sum >= rank; sum--)
                patterns[sum] += patterns[sum - rank];
        }

        return patterns.Take((int)Math.Round(2 * w) + 1).Sum() / Math.Pow(2, ranks.Length);
    }

    private static double Approximate(double[] ranks, double w)
    {
        double n = ranks.Length;
        var ties = ranks.CountBy(r => r).Sum(t => Math.Pow(t.Value, 3) - t.Value);
        var variance = n * (n + 1) * (2 * n + 1) / 24 - ties / 48;
        return Normal.CDF(0, 1, (w - n * (n + 1) / 4) / Math.Sqrt(variance));
    }
}

namespace Workbench.Metrics;

/// <summary>
/// The receiver operating characteristic of a score that is to be high for one kind of samples (known data) and low for another (unknown
/// data): its area (AUROC), and the false positives at a given share of true ones (FPR95).
/// </summary>
/// <remarks>
/// <code>
/// var roc = RocCurve.Of(knownScores, unknownScores);
/// roc.Area;                              // AUROC: the chance that a known sample scores above an unknown one, ties counting half
/// roc.FalsePositiveRateAt(0.95);         // FPR95
/// </code>
/// </remarks>
public sealed class RocCurve
{
    private RocCurve(double[] falsePositiveRates, double[] truePositiveRates)
        => (FalsePositiveRates, TruePositiveRates) = (falsePositiveRates, truePositiveRates);

    /// <summary>Share of negatives at or above each threshold, from 0 to 1: one entry a distinct score, highest first, after the entry (0, 0).</summary>
    public IReadOnlyList<double> FalsePositiveRates { get; }

    /// <summary>Share of positives at or above the same thresholds.</summary>
    public IReadOnlyList<double> TruePositiveRates { get; }

    /// <summary>AUROC by the trapezoidal rule, which counts ties half: 0.5 where scores tell nothing, 1 where they part the two kinds.</summary>
    public double Area
    {
        get
        {
            var area = 0.0;
            for (var i = 1; i < FalsePositiveRates.Count; i++)
                area += (FalsePositiveRates[i] - FalsePositiveRates[i - 1]) * (TruePositiveRates[i] + TruePositiveRates[i - 1]) / 2;
            return area;
        }
    }

    /// <summary>The curve of two lists of scores.</summary>
    /// <param name="positives">Scores of what should score high.</param>
    /// <param name="negatives">Scores of what should score low.</param>
    /// <exception cref="ArgumentException">A list is empty, or holds a NaN.</exception>
    public static RocCurve Of(IEnumerable<double> positives, IEnumerable<double> negatives)
    {
        var (p, n) = (Checked(positives, nameof(positives)), Checked(negatives, nameof(negatives)));
        var groups = p.Select(s => (Score: s, Positive: true)).Concat(n.Select(s => (Score: s, Positive: false)))
            .GroupBy(s => s.Score).OrderByDescending(g => g.Key);
        var (falses, trues) = (new List<double> { 0 }, new List<double> { 0 });
        var (countFalse, countTrue) = (0, 0);
        foreach (var group in groups)
        {
            countTrue += group.Count(s => s.Positive);
            countFalse += group.Count(s => !s.Positive);
            falses.Add((double)countFalse / n.Length);
            trues.Add((double)countTrue / p.Length);
        }

        return new RocCurve([.. falses], [.. trues]);
    }

    /// <summary>The smallest false-positive rate of a threshold that keeps at least a share of the positives; FPR95 with 0.95.</summary>
    /// <param name="truePositiveRate">The share, in (0, 1].</param>
    /// <exception cref="ArgumentOutOfRangeException">The share is not in (0, 1].</exception>
    public double FalsePositiveRateAt(double truePositiveRate)
    {
        if (!(truePositiveRate is > 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(truePositiveRate), truePositiveRate, "Expected a share of the positives in (0, 1].");
        for (var i = 0; i < TruePositiveRates.Count; i++)
        {
            if (TruePositiveRates[i] >= truePositiveRate)
                return FalsePositiveRates[i];
        }

        return 1;
    }

    private static double[] Checked(IEnumerable<double> scores, string name)
    {
        ArgumentNullException.ThrowIfNull(scores, name);
        double[] values = [.. scores];
        if (values.Length == 0)
            throw new ArgumentException("There are no scores.", name);
        if (Array.FindIndex(values, double.IsNaN) is var odd and >= 0)
            throw new ArgumentException($"Score {odd} is NaN.", name);
        return values;
    }
}

namespace Workbench.Metrics;

/// <summary>
/// Whether predicted probabilities are what they say: predictions in bins of equal width, and how often what was predicted came.
/// </summary>
/// <remarks>
/// <code>
/// var reliability = Reliability.Of(risks, undesired);
/// reliability.ExpectedError     // expected calibration error
/// </code>
/// </remarks>
/// <param name="Bins">The bins that hold a prediction, from the lowest.</param>
public sealed record Reliability(IReadOnlyList<ReliabilityBin> Bins)
{
    /// <summary>Expected calibration error: |mean prediction − share of outcomes| over the bins, weighted by their counts.</summary>
    public double ExpectedError => Bins.Sum(bin => bin.Count * Math.Abs(bin.Predicted - bin.Observed)) / Bins.Sum(bin => bin.Count);

    /// <summary>Puts predictions into bins.</summary>
    /// <param name="predicted">Probabilities in [0, 1].</param>
    /// <param name="came">Whether what was predicted came, or its probability where that is known; in [0, 1].</param>
    /// <param name="bins">How many bins of equal width, the last one closed above.</param>
    /// <exception cref="ArgumentException">No prediction, one outside [0, 1], or not as many outcomes.</exception>
    public static Reliability Of(IReadOnlyList<double> predicted, IReadOnlyList<double> came, int bins = 10)
    {
        ArgumentNullException.ThrowIfNull(predicted);
        ArgumentNullException.ThrowIfNull(came);
        ArgumentOutOfRangeException.ThrowIfLessThan(bins, 1);
        if (predicted.Count == 0 || predicted.Count != came.Count)
            throw new ArgumentException($"Expected a prediction at least and as many outcomes; got {predicted.Count} and {came.Count}.", nameof(came));
        RequireProbabilities(predicted, nameof(predicted));
        RequireProbabilities(came, nameof(came));
        return new Reliability([.. Enumerable.Range(0, predicted.Count)
            .GroupBy(i => Math.Min(bins - 1, (int)(predicted[i] * bins)))
            .OrderBy(group => group.Key)
            .Select(group => new ReliabilityBin(group.Average(i => predicted[i]), group.Average(i => came[i]), group.Count()))]);
    }

    private static void RequireProbabilities(IReadOnlyList<double> values, string name)
    {
        for (var i = 0; i < values.Count; i++)
            if (!(values[i] is >= 0 and <= 1))
                throw new ArgumentOutOfRangeException(name, values[i], $"Entry {i} must lie in [0, 1].");
    }
}

/// <summary>A bin.</summary>
/// <param name="Predicted">Mean of its predictions.</param>
/// <param name="Observed">Share that came.</param>
/// <param name="Count">How many predictions it holds.</param>
public sealed record ReliabilityBin(double Predicted, double Observed, int Count);

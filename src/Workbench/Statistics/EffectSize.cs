namespace Workbench.Statistics;

/// <summary>Standardised differences between two independent groups.</summary>
public static class EffectSize
{
    /// <summary>Cohen's d: difference of the means over the pooled standard deviation (Cohen 1988, ch. 2).</summary>
    /// <param name="treatment">Values of one group, at least two.</param>
    /// <param name="baseline">Values of the other group, at least two.</param>
    /// <exception cref="ArgumentException">Fewer than two values in a group.</exception>
    public static double CohensD(IEnumerable<double> treatment, IEnumerable<double> baseline)
    {
        var a = Of(treatment, nameof(treatment));
        var b = Of(baseline, nameof(baseline));
        var pooled = ((a.Count - 1) * a.StandardDeviation * a.StandardDeviation + (b.Count - 1) * b.StandardDeviation * b.StandardDeviation)
            / (a.Count + b.Count - 2);
        return (a.Mean - b.Mean) / Math.Sqrt(pooled);
    }

    /// <summary>Hedges' g: Cohen's d times the small-sample correction 1 - 3/(4·(n_a+n_b-2) - 1) (Hedges 1981).</summary>
    /// <param name="treatment">Values of one group, at least two.</param>
    /// <param name="baseline">Values of the other group, at least two.</param>
    public static double HedgesG(IEnumerable<double> treatment, IEnumerable<double> baseline)
    {
        double[] a = [.. treatment], b = [.. baseline];
        return CohensD(a, b) * (1 - 3.0 / (4 * (a.Length + b.Length - 2) - 1));
    }

    private static Estimate Of(IEnumerable<double> values, string name)
    {
        ArgumentNullException.ThrowIfNull(values, name);
        double[] sample = [.. values];
        return sample.Length >= 2
            ? Estimate.Of(sample)
            : throw new ArgumentException($"a standardised difference needs at least two values per group, {sample.Length} given", name);
    }
}

namespace Workbench.Statistics;

/// <summary>Sizes of differences between two groups that do not depend on units.</summary>
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

    /// <summary>
    /// Cohen's d_z for pairs: mean of the differences over their standard deviation (Cohen 1988, eq. 2.3.5). Larger than d where the pairs
    /// are correlated, and not to be compared with it.
    /// </summary>
    /// <param name="treatment">One value per pair, at least two.</param>
    /// <param name="baseline">The other value of each pair, in the same order.</param>
    /// <exception cref="ArgumentException">Different lengths, or fewer than two pairs.</exception>
    public static double CohensDz(IEnumerable<double> treatment, IEnumerable<double> baseline)
    {
        var pairs = PairedComparison.Of(treatment, baseline);
        return pairs.Count >= 2
            ? pairs.EffectSize
            : throw new ArgumentException("a standardised difference needs at least two pairs, 1 given", nameof(treatment));
    }

    /// <summary>
    /// Cliff's delta: P(a &gt; b) - P(a &lt; b) over all pairs of a value of each group (Cliff 1993). In [-1, 1]; it uses the order only, so
    /// outliers do not move it.
    /// </summary>
    /// <param name="treatment">Values of one group, at least one, none NaN.</param>
    /// <param name="baseline">Values of the other group, at least one, none NaN.</param>
    /// <exception cref="ArgumentException">An empty group, or a NaN.</exception>
    public static double CliffsDelta(IEnumerable<double> treatment, IEnumerable<double> baseline)
    {
        double[] a = Ordered(treatment, nameof(treatment)), b = Ordered(baseline, nameof(baseline));
        return a.Sum(u => (double)b.Sum(v => u.CompareTo(v))) / ((double)a.Length * b.Length);
    }

    private static double[] Ordered(IEnumerable<double> values, string name)
    {
        ArgumentNullException.ThrowIfNull(values, name);
        double[] sample = [.. values];
        if (sample.Length == 0)
            throw new ArgumentException("Cliff's delta needs at least one value per group", name);
        return sample.Any(double.IsNaN) ? throw new ArgumentException("NaN has no order", name) : sample;
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

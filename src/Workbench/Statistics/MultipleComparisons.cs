namespace Workbench.Statistics;

/// <summary>
/// Correction of p values for having tested several things. Each method gives adjusted p values in the order given: compare them with the
/// level you would have used for one. A NaN (no test was possible) stays NaN and is not counted.
/// </summary>
public static class MultipleComparisons
{
    /// <summary>Bonferroni: m·p. Bounds the chance of any false finding; never better than <see cref="Holm"/>.</summary>
    /// <param name="pValues">p values in [0, 1], or NaN.</param>
    /// <exception cref="ArgumentException">A p value outside [0, 1].</exception>
    public static double[] Bonferroni(IEnumerable<double> pValues) =>
        Adjust(pValues, rising => [.. rising.Select(p => Math.Min(1, rising.Length * p))]);

    /// <summary>Holm's step-down (Holm 1979): bounds the chance of any false finding, whatever the tests' dependence.</summary>
    /// <param name="pValues">p values in [0, 1], or NaN.</param>
    /// <exception cref="ArgumentException">A p value outside [0, 1].</exception>
    public static double[] Holm(IEnumerable<double> pValues) => Adjust(pValues, rising =>
    {
        var adjusted = new double[rising.Length];
        for (var i = 0; i < rising.Length; i++)
            adjusted[i] = Math.Max(i > 0 ? adjusted[i - 1] : 0, Math.Min(1, (rising.Length - i) * rising[i]));
        return adjusted;
    });

    /// <summary>
    /// Benjamini and Hochberg's step-up (1995): bounds the expected share of false findings among the findings, for independent or
    /// positively dependent tests.
    /// </summary>
    /// <param name="pValues">p values in [0, 1], or NaN.</param>
    /// <exception cref="ArgumentException">A p value outside [0, 1].</exception>
    public static double[] BenjaminiHochberg(IEnumerable<double> pValues) => Adjust(pValues, rising =>
    {
        var adjusted = new double[rising.Length];
        for (var i = rising.Length - 1; i >= 0; i--)
            adjusted[i] = Math.Min(i < rising.Length - 1 ? adjusted[i + 1] : 1, (double)rising.Length / (i + 1) * rising[i]);
        return adjusted;
    });

    private static double[] Adjust(IEnumerable<double> pValues, Func<double[], double[]> adjust)
    {
        ArgumentNullException.ThrowIfNull(pValues);
        double[] p = [.. pValues];
        if (p.FirstOrDefault(v => v is < 0 or > 1) is not 0 and var wrong)
            throw new ArgumentException($"a p value lies between 0 and 1, or is NaN where no test was possible; {wrong} was given", nameof(pValues));

        int[] order = [.. Enumerable.Range(0, p.Length).Where(i => !double.IsNaN(p[i])).OrderBy(i => p[i])];
        var adjusted = adjust([.. order.Select(i => p[i])]);
        for (var rank = 0; rank < order.Length; rank++)
            p[order[rank]] = adjusted[rank];
        return p;
    }
}

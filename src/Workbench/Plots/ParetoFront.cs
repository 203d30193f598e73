namespace Workbench.Plots;

/// <summary>Which way a measure improves.</summary>
public enum Better
{
    /// <summary>Smaller is better: loss, cost, evaluations.</summary>
    Lower,

    /// <summary>Larger is better: accuracy, sparsity.</summary>
    Higher,
}

/// <summary>The options that no other option beats in both of two measures.</summary>
public static class ParetoFront
{
    /// <summary>
    /// Indices of the points of the front, from the best first measure to the best second one. A point is beaten when another is at least
    /// as good in both measures and better in one; of equal points the first stays. Points that are not finite are never on it.
    /// </summary>
    /// <param name="x">First measure.</param>
    /// <param name="y">Second measure, as many.</param>
    /// <param name="betterX">Which way the first improves.</param>
    /// <param name="betterY">Which way the second improves.</param>
    /// <exception cref="ArgumentException">Different lengths.</exception>
    public static int[] Of(IReadOnlyList<double> x, IReadOnlyList<double> y, Better betterX = Better.Lower, Better betterY = Better.Lower)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        if (x.Count != y.Count)
            throw new ArgumentException($"x and y need one value each per point: {x.Count} and {y.Count} given", nameof(y));
        double Cost(double value, Better better) => better == Better.Lower ? value : -value;
        var front = new List<int>();
        var best = double.PositiveInfinity;
        foreach (var i in Enumerable.Range(0, x.Count).Where(i => double.IsFinite(x[i]) && double.IsFinite(y[i]))
            .OrderBy(i => Cost(x[i], betterX)).ThenBy(i => Cost(y[i], betterY)))
        {
            if (Cost(y[i], betterY) >= best)
                continue;
            best = Cost(y[i], betterY);
            front.Add(i);
        }

        return [.. front];
    }
}

namespace Workbench.Statistics;

/// <summary>Rank correlation.</summary>
public static class RankCorrelation
{
    /// <summary>
    /// Spearman's ρ: Pearson's correlation of the ranks, ties given their average rank. NaN when a side is constant.
    /// </summary>
    /// <param name="x">First series, at least two values.</param>
    /// <param name="y">Second series of the same length.</param>
    /// <exception cref="ArgumentException">Different lengths, fewer than two values, or a NaN (it has no rank).</exception>
    public static double Spearman(IEnumerable<double> x, IEnumerable<double> y)
    {
        double[] first = Checked(x, nameof(x)), second = Checked(y, nameof(y));
        if (first.Length != second.Length)
            throw new ArgumentException($"both series need the same length: {first.Length} and {second.Length} given", nameof(y));
        if (first.Length < 2)
            throw new ArgumentException("a correlation needs at least two pairs", nameof(x));

        double[] a = Ranks(first), b = Ranks(second);
        var middle = (first.Length + 1) / 2.0;
        double cross = 0, squareA = 0, squareB = 0;
        for (var i = 0; i < a.Length; i++)
        {
            cross += (a[i] - middle) * (b[i] - middle);
            squareA += (a[i] - middle) * (a[i] - middle);
            squareB += (b[i] - middle) * (b[i] - middle);
        }

        return cross / Math.Sqrt(squareA * squareB);
    }

    /// <summary>Ranks from 1, ties sharing the average of the ranks they cover.</summary>
    /// <param name="values">The values to rank.</param>
    public static double[] Ranks(IReadOnlyList<double> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        var order = Enumerable.Range(0, values.Count).OrderBy(i => values[i]).ToArray();
        var ranks = new double[values.Count];
        for (int start = 0, end; start < order.Length; start = end)
        {
            end = start + 1;
            while (end < order.Length && values[order[end]] == values[order[start]])
                end++;
            for (var i = start; i < end; i++)
                ranks[order[i]] = (start + 1 + end) / 2.0;
        }

        return ranks;
    }

    private static double[] Checked(IEnumerable<double> values, string name)
    {
        ArgumentNullException.ThrowIfNull(values, name);
        double[] sample = [.. values];
        return sample.Any(double.IsNaN) ? throw new ArgumentException("NaN has no rank", name) : sample;
    }
}

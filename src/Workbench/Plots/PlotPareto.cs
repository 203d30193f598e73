namespace Workbench.Plots;

public static partial class Plot
{
    /// <summary>
    /// Options by two measures with their Pareto front: the points that no other beats in both are filled and joined by a staircase, which
    /// bounds what is reached; the others are faint.
    /// </summary>
    /// <param name="x">First measure, e.g. evaluations of the network.</param>
    /// <param name="y">Second measure, as many values.</param>
    /// <param name="betterX">Which way the first improves.</param>
    /// <param name="betterY">Which way the second improves.</param>
    /// <param name="names">Names of the options, for hovering; null for none.</param>
    /// <param name="name">Name in the legend; fronts of several names can be laid over each other.</param>
    /// <exception cref="ArgumentException">Different lengths, no points, or no point that is finite.</exception>
    public static Figure Pareto(IEnumerable<double> x, IEnumerable<double> y, Better betterX = Better.Lower, Better betterY = Better.Lower, IEnumerable<string>? names = null, string? name = null)
    {
        var (xs, ys) = Pair(x, y);
        string[]? texts = names?.ToArray();
        if (texts is not null && texts.Length != xs.Length)
            throw new ArgumentException($"{texts.Length} names for {xs.Length} points", nameof(names));
        var front = ParetoFront.Of(xs, ys, betterX, betterY);
        if (front.Length == 0)
            throw new ArgumentException("no point is finite in both measures", nameof(x));

        int[] beaten = [.. Enumerable.Range(0, xs.Length).Except(front)];
        name ??= "Pareto front";
        // Sorted from the best first measure on: until the next point is reached, the second measure stays what it is.
        var stairs = Of(new LineTrace([.. front.Select(i => xs[i])], [.. front.Select(i => ys[i])], null, false) { Name = name, Shape = "hv" });
        var figure = stairs + Points(front, name, 8, 1);
        return beaten.Length == 0 ? figure : figure + Points(beaten, $"beaten by the front{(name == "Pareto front" ? "" : $" ({name})")}", 6, 0.45, Palette.Series[6]);

        Figure Points(int[] chosen, string label, double size, double opacity, string? colour = null) => Of(new MarkerTrace(
            [.. chosen.Select(i => xs[i])], [.. chosen.Select(i => ys[i])], size, opacity, null)
        { Name = label, Colour = colour, Texts = texts is null ? null : [.. chosen.Select(i => texts[i])] });
    }
}

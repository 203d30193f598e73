namespace Workbench.Plots;

public static partial class Plot
{
    /// <summary>
    /// Forest plot of paired differences: a line per comparison with its interval, the first on top, and the reference as a dashed line.
    /// Intervals that exclude the reference are filled and coloured, the others are hollow and grey.
    /// </summary>
    /// <param name="names">Names of the comparisons.</param>
    /// <param name="intervals">Interval of each around its mean; NaN ends where there is none.</param>
    /// <param name="reference">Value of no difference: 0 for differences, 1 for ratios.</param>
    /// <param name="sorted">Whether the largest mean comes first; otherwise the order given is kept.</param>
    /// <param name="what">What the intervals are, e.g. "95 % interval, Holm-corrected".</param>
    /// <exception cref="ArgumentException">Different numbers of names and intervals, none, or ends that do not enclose the mean.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A reference that is not finite.</exception>
    /// <example>
    /// <code>
    /// Plot.Forest(["GELU", "SiLU"], [(-0.2, 0.1, 0.4), (0.3, 0.5, 0.7)]).Axes("accuracy minus ReLU's (points)", "")
    /// </code>
    /// </example>
    public static Figure Forest(IEnumerable<string> names, IEnumerable<(double Low, double Mean, double High)> intervals, double reference = 0, bool sorted = false, string what = Interval95)
    {
        var (texts, ends) = Named(names, intervals, nameof(names));
        if (!double.IsFinite(reference))
            throw new ArgumentOutOfRangeException(nameof(reference), reference, "the reference is a finite value");
        int[] order = [.. Enumerable.Range(0, texts.Length)];
        if (sorted)
            order = [.. order.OrderByDescending(i => double.IsNaN(ends[i].Mean) ? double.NegativeInfinity : ends[i].Mean)];
        bool Excludes(int i) => ends[i].Low > reference || ends[i].High < reference;
        Figure? figure = null;
        foreach (var significant in new[] { true, false })
        {
            int[] rows = [.. Enumerable.Range(0, order.Length).Where(row => Excludes(order[row]) == significant)];
            if (rows.Length == 0)
                continue;
            var layer = Of(new ForestTrace(
                [.. rows.Select(row => texts[order[row]])], [.. rows.Select(row => ends[order[row]])], [.. rows.Select(row => (double)row)], significant, what)
            {
                Name = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{what} {(significant ? "excludes" : "includes")} {reference:G4}"),
                Colour = significant ? Palette.Series[0] : Palette.Series[6],
            });
            figure = figure is null ? layer : figure + layer;
        }

        return (Each(figure!, p => p with
        {
            Y = new Axis
            {
                Ticks = [.. order.Select((_, row) => (double)row)],
                TickTexts = [.. order.Select(i => texts[i])],
                Range = (-0.6, texts.Length - 0.4),
                Reversed = true,
            },
        }) with
        { PanelSize = (420, Math.Max(80, 26 * texts.Length + 16)) }).Vertical(reference);
    }
}

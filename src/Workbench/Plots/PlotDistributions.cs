using Workbench.Statistics;

namespace Workbench.Plots;

public static partial class Plot
{
    private const string Interval95 = "95 % interval";

    /// <summary>
    /// A histogram as a density: the area of the bars is one, so histograms of different sizes compare.
    /// </summary>
    /// <param name="values">The sample; values that are not finite are left out.</param>
    /// <param name="name">Name in the legend.</param>
    /// <param name="bins">Number of bins.</param>
    /// <param name="range">Stretch that is binned, null for that of the values; give the same one to compare histograms.</param>
    /// <exception cref="ArgumentException">No finite value, or an empty range.</exception>
    public static Figure Histogram(IEnumerable<double> values, string? name = null, int bins = 40, (double Low, double High)? range = null)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentOutOfRangeException.ThrowIfLessThan(bins, 1);
        double[] sample = [.. values.Where(double.IsFinite)];
        if (sample.Length == 0)
            throw new ArgumentException("a histogram needs at least one finite value", nameof(values));
        var (low, high) = range ?? (sample.Min(), sample.Max());
        if (range is null && low == high)
            (low, high) = (low - 0.5, high + 0.5);
        if (!(low < high))
            throw new ArgumentException($"the range ({low}, {high}) is empty", nameof(range));

        var width = (high - low) / bins;
        var counts = new double[bins];
        foreach (var value in sample.Where(v => low <= v && v <= high))
            counts[Math.Min(bins - 1, (int)((value - low) / width))]++;
        var centres = counts.Select((_, i) => low + (i + 0.5) * width).ToArray();
        return Of(new HistogramTrace(centres, [.. counts.Select(c => c / (sample.Length * width))], width, sample.Length) { Name = name })
            .Axes(name ?? "value", "density");
    }

    /// <summary>Bars of means with Student's 95 % interval as whiskers; hovering shows the single values.</summary>
    /// <param name="labels">One label per bar.</param>
    /// <param name="values">For each label the values of its repetitions.</param>
    /// <param name="name">Name in the legend; bars of several names stand side by side.</param>
    /// <exception cref="ArgumentException">Different numbers of labels and values, or a label without values.</exception>
    public static Figure Bars(IEnumerable<string> labels, IEnumerable<IEnumerable<double>> values, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(values);
        string[] texts = [.. labels];
        double[][] groups = [.. values.Select(v => v.ToArray())];
        if (texts.Length != groups.Length)
            throw new ArgumentException($"{texts.Length} labels and {groups.Length} groups of values", nameof(values));
        if (Array.FindIndex(groups, g => g.Length == 0) is var empty and >= 0)
            throw new ArgumentException($"'{texts[empty]}' has no values", nameof(values));
        var estimates = groups.Select(g => Estimate.Of(g)).ToArray();
        return Of(new BarTrace(texts, [.. estimates.Select(e => e.Mean)], [.. estimates.Select(e => e.Interval.Low)], [.. estimates.Select(e => e.Interval.High)], groups, Interval95) { Name = name });
    }

    /// <summary>Bars of means with intervals that were computed elsewhere as whiskers, which need not be symmetric.</summary>
    /// <param name="labels">One label per bar.</param>
    /// <param name="intervals">For each label the interval's ends around the mean; NaN ends for none.</param>
    /// <param name="name">Name in the legend; bars of several names stand side by side.</param>
    /// <param name="what">What the whiskers are, on hovering.</param>
    /// <exception cref="ArgumentException">Different numbers of labels and intervals, none, or ends that do not enclose the mean.</exception>
    public static Figure Bars(IEnumerable<string> labels, IEnumerable<(double Low, double Mean, double High)> intervals, string? name = null, string what = Interval95)
    {
        var (texts, ends) = Named(labels, intervals, nameof(labels));
        return Of(new BarTrace(texts, [.. ends.Select(e => e.Mean)], [.. ends.Select(e => e.Low)], [.. ends.Select(e => e.High)], [.. ends.Select(_ => Array.Empty<double>())], what) { Name = name });
    }

    /// <summary>Bars of single values.</summary>
    /// <param name="labels">One label per bar.</param>
    /// <param name="values">One value per bar.</param>
    /// <param name="name">Name in the legend.</param>
    public static Figure Bars(IEnumerable<string> labels, IEnumerable<double> values, string? name = null) =>
        Bars(labels, values.Select(v => new[] { v }), name);

    /// <summary>Names with the interval of each, or an error that names what does not fit.</summary>
    private static (string[] Names, (double Low, double Mean, double High)[] Ends) Named(
        IEnumerable<string> names, IEnumerable<(double Low, double Mean, double High)> intervals, string parameter)
    {
        ArgumentNullException.ThrowIfNull(names, parameter);
        ArgumentNullException.ThrowIfNull(intervals);
        string[] texts = [.. names];
        (double Low, double Mean, double High)[] ends = [.. intervals];
        if (texts.Length != ends.Length)
            throw new ArgumentException($"{texts.Length} {parameter} and {ends.Length} intervals", nameof(intervals));
        if (texts.Length == 0)
            throw new ArgumentException($"there is nothing to draw: no {parameter} were given", parameter);
        if (Array.FindIndex(ends, e => e.Low > e.Mean || e.Mean > e.High) is var odd and >= 0)
            throw new ArgumentException($"'{texts[odd]}' has the mean {ends[odd].Mean} outside of its interval {ends[odd].Low} … {ends[odd].High}", nameof(intervals));
        return (texts, ends);
    }
}

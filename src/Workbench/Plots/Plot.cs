namespace Workbench.Plots;

/// <summary>
/// Makes figures from plain numbers. Each function returns a <see cref="Figure"/>; lay them over each other with <c>+</c>, put them side
/// by side with <see cref="Row"/> or <see cref="Grid(IEnumerable{Figure}, int, bool, bool)"/>, name axes with <see cref="Figure.Axes"/>.
/// </summary>
/// <remarks>
/// <code>
/// Plot.Line(x, y, "measured").Axes("step", "loss").Titled("Loss")
/// Plot.Band(sparsity, runs, "AP") + Plot.Band(sparsity, other, "magnitude")     // runs[seed][i] → mean and 95 % band
/// Plot.Trajectories(paths)                                                      // float[time, sample, 2], coloured by t
/// Plot.Row([Plot.Trajectories(before).Titled("1-RF"), Plot.Trajectories(after).Titled("2-RF")])
/// Plot.Images(pixels, columns: 8)                                               // float[n, height, width]
/// Plot.Histogram(values, "weights"), Plot.Heatmap(matrix), Plot.Bars(labels, valuesPerLabel), Plot.Scatter(points)
/// Plot.Animation(paths), Plot.Quiver((x, y) =&gt; (-y, x), (-1, 1), (-1, 1)), Plot.Density(points), Plot.Layers(dnr, steps, names)
/// Plot.Forest(names, differences), Plot.Pareto(cost, accuracy, betterY: Better.Higher, names: names)
/// </code>
/// </remarks>
public static partial class Plot
{
    private const int FewPoints = 14;

    /// <summary>A line through (x, y); dots mark the points when there are few.</summary>
    /// <param name="x">Horizontal places.</param>
    /// <param name="y">Values, as many.</param>
    /// <param name="name">Name in the legend; equal names share a colour.</param>
    /// <param name="dash">"dash", "dot" or null.</param>
    /// <param name="color">"#rrggbb" instead of the next colour of the palette.</param>
    /// <exception cref="ArgumentException">Different lengths, or no points.</exception>
    public static Figure Line(IEnumerable<double> x, IEnumerable<double> y, string? name = null, string? dash = null, string? color = null)
    {
        var (xs, ys) = Pair(x, y);
        return Of(new LineTrace(xs, ys, dash, xs.Length <= FewPoints) { Name = name, Colour = color });
    }

    /// <summary>A line of values over 0, 1, 2, ….</summary>
    /// <param name="y">Values.</param>
    /// <param name="name">Name in the legend.</param>
    public static Figure Line(IEnumerable<double> y, string? name = null)
    {
        double[] ys = [.. y];
        return Line(Enumerable.Range(0, ys.Length).Select(i => (double)i), ys, name);
    }

    /// <summary>
    /// Loss over steps on a logarithmic scale, thinned: each of at most <paramref name="points"/> points is the mean of its stretch.
    /// </summary>
    /// <param name="losses">One loss per step, in order.</param>
    /// <param name="name">Name in the legend.</param>
    /// <param name="points">Most points drawn.</param>
    public static Figure Loss(IEnumerable<double> losses, string? name = null, int points = 200)
    {
        double[] all = [.. losses];
        ArgumentOutOfRangeException.ThrowIfLessThan(points, 2);
        var width = Math.Max(1, (all.Length + points - 1) / points);
        var chunks = all.Chunk(width).ToArray();
        var x = chunks.Select((c, i) => i * (double)width + (c.Length + 1) / 2.0);
        var figure = Line(x, chunks.Select(c => c.Average()), name).Axes("training step", "loss");
        return all.All(v => v > 0) ? figure.LogY() : figure;
    }

    /// <summary>
    /// A metric against a factor over repetitions: the mean over seeds as a line, Student's 95 % interval as a band. The legend says so.
    /// </summary>
    /// <param name="x">The factor's values.</param>
    /// <param name="runs">One series per seed, each as long as <paramref name="x"/>; NaN where a run has no value.</param>
    /// <param name="name">Name in the legend.</param>
    /// <param name="level">Confidence level of the band.</param>
    /// <exception cref="ArgumentException">No run, or a run of another length.</exception>
    public static Figure Band(IEnumerable<double> x, IEnumerable<IEnumerable<double>> runs, string? name = null, double level = 0.95)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(runs);
        double[] xs = [.. x];
        double[][] series = [.. runs.Select(r => r.ToArray())];
        if (series.Length == 0)
            throw new ArgumentException("a band needs at least one run", nameof(runs));
        if (Array.FindIndex(series, r => r.Length != xs.Length) is var odd and >= 0)
            throw new ArgumentException($"run {odd} has {series[odd].Length} values for {xs.Length} places", nameof(runs));

        double[][] values = [.. xs.Select((_, i) => series.Select(r => r[i]).Where(double.IsFinite).ToArray())];
        var estimates = values.Select(v => v.Length == 0 ? default(Statistics.Estimate?) : Statistics.Estimate.Of(v, level)).ToArray();
        var (fewest, most) = (values.Select(v => v.Length).DefaultIfEmpty().Min(), values.Select(v => v.Length).DefaultIfEmpty().Max());
        var seeds = fewest == most ? $"{most} seeds" : $"{fewest} to {most} seeds";
        return Of(new BandTrace(
            xs,
            [.. estimates.Select(e => e?.Mean ?? double.NaN)],
            [.. estimates.Select(e => e?.Interval.Low ?? double.NaN)],
            [.. estimates.Select(e => e?.Interval.High ?? double.NaN)],
            xs.Length <= FewPoints * 2,
            string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{level * 100:0.#} % interval of the mean, {seeds}"))
        { Name = name });
    }

    /// <summary>A line with a band that was computed elsewhere: a bootstrap interval, quantiles, a range.</summary>
    /// <param name="x">The factor's values.</param>
    /// <param name="middle">Values of the line, as many.</param>
    /// <param name="low">Lower ends of the band, as many; NaN for none.</param>
    /// <param name="high">Upper ends of the band, as many; NaN for none.</param>
    /// <param name="what">What the band is, for the legend and on hovering, e.g. "10 % to 90 % quantile".</param>
    /// <param name="name">Name in the legend.</param>
    /// <exception cref="ArgumentException">Different lengths, no points, or a lower end above its upper end.</exception>
    public static Figure Band(IEnumerable<double> x, IEnumerable<double> middle, IEnumerable<double> low, IEnumerable<double> high, string what, string? name = null)
    {
        var (xs, ys) = Pair(x, middle, nameof(middle));
        ArgumentException.ThrowIfNullOrWhiteSpace(what);
        var (lows, highs) = (Pair(xs, low, nameof(low)).Y, Pair(xs, high, nameof(high)).Y);
        if (Enumerable.Range(0, xs.Length).FirstOrDefault(i => lows[i] > highs[i], -1) is var odd and >= 0)
            throw new ArgumentException($"the band at place {odd} runs from {lows[odd]} to {highs[odd]}: its ends are exchanged", nameof(low));
        return Of(new BandTrace(xs, ys, lows, highs, xs.Length <= FewPoints * 2, what) { Name = name });
    }

    /// <summary>Points at (x, y).</summary>
    /// <param name="x">Horizontal places.</param>
    /// <param name="y">Vertical places, as many.</param>
    /// <param name="name">Name in the legend.</param>
    /// <param name="size">Diameter in pixels; null to choose by the number of points.</param>
    /// <param name="color">"#rrggbb" instead of the next colour of the palette.</param>
    public static Figure Scatter(IEnumerable<double> x, IEnumerable<double> y, string? name = null, double? size = null, string? color = null)
    {
        var (xs, ys) = Pair(x, y);
        return Of(new MarkerTrace(xs, ys, size ?? (xs.Length > 300 ? 3 : 6), xs.Length > 300 ? 0.6 : 0.9, null) { Name = name, Colour = color });
    }

    /// <summary>Points at (x, y), coloured by a third number.</summary>
    /// <param name="x">Horizontal places.</param>
    /// <param name="y">Vertical places, as many.</param>
    /// <param name="values">Numbers that give the colours, as many.</param>
    /// <param name="title">Name and unit of the colour.</param>
    /// <exception cref="ArgumentException">Different lengths, no points, or no finite value.</exception>
    public static Figure Scatter(IEnumerable<double> x, IEnumerable<double> y, IEnumerable<double> values, string title)
    {
        var (xs, ys) = Pair(x, y);
        var numbers = Pair(xs, values, nameof(values)).Y;
        double[] finite = [.. numbers.Where(double.IsFinite)];
        if (finite.Length == 0)
            throw new ArgumentException("no value is finite", nameof(values));
        var (low, high) = (finite.Min(), finite.Max());
        return Of(new MarkerTrace(xs, ys, xs.Length > 300 ? 4 : 7, 0.9, null)
        { Coloured = (numbers, new(title, "sequential", low, low < high ? high : low + 1)) });
    }

    /// <summary>Points in the plane, with equal scales.</summary>
    /// <param name="points">Coordinates, [point, 2].</param>
    /// <param name="name">Name in the legend.</param>
    /// <param name="most">Most points drawn; they are taken evenly.</param>
    /// <param name="color">"#rrggbb" instead of the next colour of the palette.</param>
    /// <exception cref="ArgumentException">Not two columns.</exception>
    public static Figure Scatter(float[,] points, string? name = null, int most = 1000, string? color = null)
    {
        ArgumentNullException.ThrowIfNull(points);
        if (points.GetLength(1) != 2)
            throw new ArgumentException($"points in the plane have two columns, [{points.GetLength(0)}, {points.GetLength(1)}] given", nameof(points));
        var chosen = Evenly(points.GetLength(0), most);
        return Scatter(chosen.Select(i => (double)points[i, 0]), chosen.Select(i => (double)points[i, 1]), name, color: color).EqualAspect();
    }

    private static Figure Of(Trace trace) => new() { Panels = [new() { Traces = [trace] }] };

    private static (double[] X, double[] Y) Pair(IEnumerable<double> x, IEnumerable<double> y, string second = "y")
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y, second);
        double[] xs = [.. x], ys = [.. y];
        if (xs.Length != ys.Length)
            throw new ArgumentException($"x and {second} need one value each per point: {xs.Length} and {ys.Length} given", second);
        return xs.Length > 0 ? (xs, ys) : throw new ArgumentException("there is nothing to draw: no points were given", nameof(x));
    }

    /// <summary>At most <paramref name="most"/> of the indices 0 … count-1, evenly spread, ends included.</summary>
    private static int[] Evenly(int count, int most) => count <= most
        ? [.. Enumerable.Range(0, count)]
        : [.. Enumerable.Range(0, most).Select(i => (int)Math.Round(i * (count - 1.0) / Math.Max(1, most - 1))).Distinct()];
}

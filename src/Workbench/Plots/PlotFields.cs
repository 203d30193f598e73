namespace Workbench.Plots;

public static partial class Plot
{
    /// <summary>A matrix as colours, first row at the bottom.</summary>
    /// <param name="z">Values, [row, column].</param>
    /// <param name="x">Places of the columns; null for 0, 1, ….</param>
    /// <param name="y">Places of the rows; null for 0, 1, ….</param>
    /// <param name="title">Name and unit of the colour.</param>
    /// <param name="diverging">Whether the colours are centred on zero.</param>
    /// <param name="range">Values at the ends of the scale; null to fit.</param>
    /// <param name="log">Whether the colours are logarithmic; values that are not positive are left out.</param>
    /// <exception cref="ArgumentException">An empty matrix, places that do not fit it, or logarithmic colours without positive values.</exception>
    public static Figure Heatmap(double[,] z, IEnumerable<double>? x = null, IEnumerable<double>? y = null, string? title = null, bool diverging = false, (double Low, double High)? range = null, bool log = false) =>
        Heatmap(z, x?.ToArray(), y?.ToArray(), null, null, title, diverging, range, log);

    /// <summary>A matrix as colours with named rows and columns, first row at the bottom.</summary>
    /// <param name="z">Values, [row, column].</param>
    /// <param name="columns">Names of the columns.</param>
    /// <param name="rows">Names of the rows.</param>
    /// <param name="title">Name and unit of the colour.</param>
    /// <param name="diverging">Whether the colours are centred on zero.</param>
    /// <param name="range">Values at the ends of the scale; null to fit.</param>
    /// <param name="log">Whether the colours are logarithmic; values that are not positive are left out.</param>
    /// <exception cref="ArgumentException">An empty matrix, names that do not fit it, or logarithmic colours without positive values.</exception>
    public static Figure Heatmap(double[,] z, IEnumerable<string> columns, IEnumerable<string> rows, string? title = null, bool diverging = false, (double Low, double High)? range = null, bool log = false) =>
        Heatmap(z, null, null, columns.ToArray(), rows.ToArray(), title, diverging, range, log);

    /// <summary>
    /// A quantity of every layer over training (dead-neuron rate, massive activations, gradient norms) as colours; the first layer is at
    /// the bottom, so that depth grows upwards.
    /// </summary>
    /// <param name="values">Values, [layer, step]; NaN where there is none.</param>
    /// <param name="steps">Training steps of the columns.</param>
    /// <param name="layers">Names of the layers.</param>
    /// <param name="title">Name and unit of the colour.</param>
    /// <param name="log">Whether the colours are logarithmic; values that are not positive are left out.</param>
    /// <param name="range">Values at the ends of the scale; null to fit. Give (0, 1) to compare rates.</param>
    /// <exception cref="ArgumentException">An empty matrix, steps or layers that do not fit it, or logarithmic colours without positive values.</exception>
    public static Figure Layers(double[,] values, IEnumerable<double> steps, IEnumerable<string> layers, string? title = null, bool log = false, (double Low, double High)? range = null)
    {
        ArgumentNullException.ThrowIfNull(steps);
        ArgumentNullException.ThrowIfNull(layers);
        return Heatmap(values, steps.ToArray(), null, null, layers.ToArray(), title, false, range, log).Axes("training step", "layer");
    }

    /// <summary>
    /// Paths in the plane, coloured by time: rings at the start (t = 0, noise), dots at the end (t = 1, data). Equal scales.
    /// </summary>
    /// <param name="paths">Coordinates, [time, sample, 2], as solvers record them.</param>
    /// <param name="times">Times of the recorded states; null for evenly from 0 to 1.</param>
    /// <param name="most">Most paths drawn; the first ones are taken, so that figures of the same samples compare.</param>
    /// <exception cref="ArgumentException">Not two coordinates, fewer than two times, or times that do not fit.</exception>
    public static Figure Trajectories(float[,,] paths, IEnumerable<double>? times = null, int most = 64)
    {
        ArgumentNullException.ThrowIfNull(paths);
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 1);
        var all = PathTimes(paths, times);
        var (steps, samples) = (paths.GetLength(0), paths.GetLength(1));
        const int Shown = 21;
        var kept = Evenly(steps, Shown);
        var drawn = Math.Min(most, samples);
        double[] Coordinate(int axis) => [.. Enumerable.Range(0, drawn).SelectMany(s => kept.Select(i => (double)paths[i, s, axis]))];
        return Of(new TrajectoryTrace(Coordinate(0), Coordinate(1), [.. kept.Select(i => all[i])], drawn)).EqualAspect()
            .Axes("x<sub>1</sub>", "x<sub>2</sub>");
    }

    private static Figure Heatmap(double[,] z, double[]? x, double[]? y, string[]? columns, string[]? rows, string? title, bool diverging, (double Low, double High)? range, bool log)
    {
        ArgumentNullException.ThrowIfNull(z);
        if (z.Length == 0)
            throw new ArgumentException("there is nothing to draw: the matrix is empty", nameof(z));
        if (log && diverging)
            throw new ArgumentException("colours around zero cannot be logarithmic", nameof(log));
        Fits(x?.Length ?? columns?.Length, z.GetLength(1), "columns");
        Fits(y?.Length ?? rows?.Length, z.GetLength(0), "rows");
        var shown = z.Cast<double>().Where(v => double.IsFinite(v) && (!log || v > 0)).ToArray();
        if (log && shown.Length == 0)
            throw new ArgumentException("logarithmic colours need a positive value, and the matrix has none", nameof(z));
        var (low, high) = range ?? (shown.Length == 0 ? (0, 0) : (shown.Min(), shown.Max()));
        if (range is not null && !(low < high && (!log || low > 0)))
            throw new ArgumentException($"the range ({low}, {high}) is {(low < high ? "not positive, as logarithmic colours need" : "empty")}", nameof(range));
        if (log)
            (low, high) = (Math.Log10(low), Math.Log10(high));
        if (diverging && range is null)
            (low, high) = (-Math.Max(Math.Abs(low), Math.Abs(high)), Math.Max(Math.Abs(low), Math.Abs(high)));
        if (!(low < high))
            (low, high) = (low - 0.5, low + 0.5);
        return Of(new HeatmapTrace(z, x, y, columns, rows, new(title, diverging ? "diverging" : "sequential", low, high) { Log = log }));
    }

    private static void Fits(int? given, int needed, string what)
    {
        if (given is { } number && number != needed)
            throw new ArgumentException($"{number} places for {needed} {what} of the matrix", what);
    }
}

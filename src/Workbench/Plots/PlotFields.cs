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
    /// <exception cref="ArgumentException">An empty matrix, or places that do not fit it.</exception>
    public static Figure Heatmap(double[,] z, IEnumerable<double>? x = null, IEnumerable<double>? y = null, string? title = null, bool diverging = false, (double Low, double High)? range = null) =>
        Heatmap(z, x?.ToArray(), y?.ToArray(), null, null, title, diverging, range);

    /// <summary>A matrix as colours with named rows and columns, first row at the bottom.</summary>
    /// <param name="z">Values, [row, column].</param>
    /// <param name="columns">Names of the columns.</param>
    /// <param name="rows">Names of the rows.</param>
    /// <param name="title">Name and unit of the colour.</param>
    /// <param name="diverging">Whether the colours are centred on zero.</param>
    /// <param name="range">Values at the ends of the scale; null to fit.</param>
    public static Figure Heatmap(double[,] z, IEnumerable<string> columns, IEnumerable<string> rows, string? title = null, bool diverging = false, (double Low, double High)? range = null) =>
        Heatmap(z, null, null, columns.ToArray(), rows.ToArray(), title, diverging, range);

    /// <summary>Pictures in a grid, as one small grey PNG.</summary>
    /// <param name="images">Pixels, [picture, height, width].</param>
    /// <param name="columns">Pictures in a row; 0 for about twice as wide as high.</param>
    /// <param name="range">Values shown black and white; null for (-1, 1), the library's scale of pictures.</param>
    /// <param name="scale">Screen pixels per picture pixel.</param>
    /// <exception cref="ArgumentException">No pictures, or an empty range.</exception>
    public static Figure Images(float[,,] images, int columns = 0, (double Low, double High)? range = null, int scale = 2)
    {
        ArgumentNullException.ThrowIfNull(images);
        ArgumentOutOfRangeException.ThrowIfLessThan(scale, 1);
        var (count, height, width) = (images.GetLength(0), images.GetLength(1), images.GetLength(2));
        if (images.Length == 0)
            throw new ArgumentException("there are no pictures to draw", nameof(images));
        var (low, high) = range ?? (-1, 1);
        if (!(low < high))
            throw new ArgumentException($"the range ({low}, {high}) is empty", nameof(range));
        if (columns < 1)
            columns = Math.Max(1, (int)Math.Ceiling(Math.Sqrt(2.0 * count)));
        columns = Math.Min(columns, count);

        var rows = (count + columns - 1) / columns;
        var (across, down) = (columns * (width + 1) - 1, rows * (height + 1) - 1);
        var pixels = new byte[across * down];
        Array.Fill(pixels, (byte)128);
        for (var n = 0; n < count; n++)
        {
            var corner = n / columns * (height + 1) * across + n % columns * (width + 1);
            for (var i = 0; i < height; i++)
            {
                for (var j = 0; j < width; j++)
                    pixels[corner + i * across + j] = (byte)Math.Clamp(Math.Round((images[n, i, j] - low) / (high - low) * 255), 0, 255);
            }
        }

        var hidden = new Axis { Visible = false };
        return new()
        {
            PanelSize = (Math.Max(60, across * scale), Math.Max(60, down * scale)),
            Panels = [new() { X = hidden, Y = hidden, Traces = [new ImageTrace(Png.Grey(pixels, across, down), count, height, width)] }],
        };
    }

    /// <summary>Pictures in a grid from a flat buffer.</summary>
    /// <param name="pixels">Pixels, picture by picture, row by row.</param>
    /// <param name="height">Height of a picture.</param>
    /// <param name="width">Width of a picture.</param>
    /// <param name="columns">Pictures in a row; 0 for about twice as wide as high.</param>
    /// <param name="range">Values shown black and white; null for (-1, 1).</param>
    /// <param name="scale">Screen pixels per picture pixel.</param>
    /// <exception cref="ArgumentException">The buffer is not a whole number of pictures.</exception>
    public static Figure Images(float[] pixels, int height, int width, int columns = 0, (double Low, double High)? range = null, int scale = 2)
    {
        ArgumentNullException.ThrowIfNull(pixels);
        if (height < 1 || width < 1 || pixels.Length == 0 || pixels.Length % (height * width) != 0)
            throw new ArgumentException($"{pixels.Length} pixels are no whole number of {height}×{width} pictures", nameof(pixels));
        var images = new float[pixels.Length / (height * width), height, width];
        Buffer.BlockCopy(pixels, 0, images, 0, pixels.Length * sizeof(float));
        return Images(images, columns, range, scale);
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
        var (steps, samples) = (paths.GetLength(0), paths.GetLength(1));
        if (paths.GetLength(2) != 2 || steps < 2 || samples < 1)
            throw new ArgumentException($"trajectories are [time ≥ 2, sample ≥ 1, 2], [{steps}, {samples}, {paths.GetLength(2)}] given", nameof(paths));
        double[] all = times is null ? [.. Enumerable.Range(0, steps).Select(i => i / (steps - 1.0))] : [.. times];
        if (all.Length != steps)
            throw new ArgumentException($"{all.Length} times for {steps} recorded states", nameof(times));

        const int Shown = 21;
        var kept = Evenly(steps, Shown);
        var drawn = Math.Min(most, samples);
        double[] Coordinate(int axis) => [.. Enumerable.Range(0, drawn).SelectMany(s => kept.Select(i => (double)paths[i, s, axis]))];
        return Of(new TrajectoryTrace(Coordinate(0), Coordinate(1), [.. kept.Select(i => all[i])], drawn)).EqualAspect()
            .Axes("x<sub>1</sub>", "x<sub>2</sub>");
    }

    private static Figure Heatmap(double[,] z, double[]? x, double[]? y, string[]? columns, string[]? rows, string? title, bool diverging, (double Low, double High)? range)
    {
        ArgumentNullException.ThrowIfNull(z);
        if (z.Length == 0)
            throw new ArgumentException("there is nothing to draw: the matrix is empty", nameof(z));
        Fits(x?.Length ?? columns?.Length, z.GetLength(1), "columns");
        Fits(y?.Length ?? rows?.Length, z.GetLength(0), "rows");
        var finite = z.Cast<double>().Where(double.IsFinite).DefaultIfEmpty(0).ToArray();
        var (low, high) = range ?? (finite.Min(), finite.Max());
        if (diverging && range is null)
            (low, high) = (-Math.Max(Math.Abs(low), Math.Abs(high)), Math.Max(Math.Abs(low), Math.Abs(high)));
        if (!(low < high))
            (low, high) = (low - 0.5, low + 0.5);
        return Of(new HeatmapTrace(z, x, y, columns, rows, new(title, diverging ? "diverging" : "sequential", low, high)));
    }

    private static void Fits(int? given, int needed, string what)
    {
        if (given is { } number && number != needed)
            throw new ArgumentException($"{number} places for {needed} {what} of the matrix", what);
    }
}

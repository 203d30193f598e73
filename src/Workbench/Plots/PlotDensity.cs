namespace Workbench.Plots;

public static partial class Plot
{
    /// <summary>
    /// A smooth density of a sample: Gaussian kernels of Silverman's width 0.9 min(s, IQR / 1.34) n^(-1/5) (Silverman 1986, eq. 3.31).
    /// </summary>
    /// <param name="values">The sample; values that are not finite are left out.</param>
    /// <param name="name">Name in the legend.</param>
    /// <param name="width">Standard deviation of the kernels; null for Silverman's.</param>
    /// <param name="points">Places where it is evaluated.</param>
    /// <exception cref="ArgumentException">No finite value.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A width that is not positive.</exception>
    public static Figure Density(IEnumerable<double> values, string? name = null, double? width = null, int points = 120)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentOutOfRangeException.ThrowIfLessThan(points, 2);
        double[] sample = [.. values.Where(double.IsFinite).Order()];
        if (sample.Length == 0)
            throw new ArgumentException("a density needs at least one finite value", nameof(values));
        if (width is { } given && !(given > 0 && double.IsFinite(given)))
            throw new ArgumentOutOfRangeException(nameof(width), given, "kernels have a positive width");
        var kernel = width ?? Silverman(sample);
        var places = Places((sample[0] - 3 * kernel, sample[^1] + 3 * kernel), points, nameof(values));
        var heights = places.Select(x => sample.Sum(v => Math.Exp(-(x - v) * (x - v) / (2 * kernel * kernel))) / (sample.Length * kernel * Math.Sqrt(2 * Math.PI)));
        return Line(places, heights, name).Axes(name ?? "value", "density");
    }

    /// <summary>Where points of the plane lie, as counts in square bins over the plane per area: a density that integrates to one.</summary>
    /// <param name="points">Coordinates, [point, 2]; points that are not finite are left out.</param>
    /// <param name="bins">Bins along each side.</param>
    /// <param name="x">Horizontal stretch; null for that of the points. Give the same to compare.</param>
    /// <param name="y">Vertical stretch; null for that of the points.</param>
    /// <param name="max">Density at the end of the colours; null to fit. Give the same to compare.</param>
    /// <exception cref="ArgumentException">Not two columns, no finite point, or an empty stretch.</exception>
    public static Figure Density(float[,] points, int bins = 40, (double Low, double High)? x = null, (double Low, double High)? y = null, double? max = null)
    {
        ArgumentNullException.ThrowIfNull(points);
        ArgumentOutOfRangeException.ThrowIfLessThan(bins, 1);
        if (points.GetLength(1) != 2)
            throw new ArgumentException($"points in the plane have two columns, [{points.GetLength(0)}, {points.GetLength(1)}] given", nameof(points));
        var finite = Enumerable.Range(0, points.GetLength(0)).Select(i => (X: (double)points[i, 0], Y: (double)points[i, 1])).Where(p => double.IsFinite(p.X + p.Y)).ToArray();
        if (finite.Length == 0)
            throw new ArgumentException("a density needs at least one finite point", nameof(points));
        var (left, right) = Stretch(x, finite.Select(p => p.X), nameof(x));
        var (low, high) = Stretch(y, finite.Select(p => p.Y), nameof(y));
        var (width, height) = ((right - left) / bins, (high - low) / bins);
        var counts = new double[bins, bins];
        foreach (var (a, b) in finite.Where(p => left <= p.X && p.X <= right && low <= p.Y && p.Y <= high))
            counts[Math.Min(bins - 1, (int)((b - low) / height)), Math.Min(bins - 1, (int)((a - left) / width))] += 1 / (finite.Length * width * height);
        double[] Centres(double start, double step) => [.. Enumerable.Range(0, bins).Select(i => start + (i + 0.5) * step)];
        var top = max ?? counts.Cast<double>().Max();
        const int Side = 320;
        var tall = (int)Math.Round(Math.Clamp((high - low) / (right - left), 0.4, 1.6) * Side);
        return Heatmap(counts, Centres(left, width), Centres(low, height), "density", range: (0, top > 0 ? top : 1)).EqualAspect()
            .RangeX(left, right).RangeY(low, high).Axes("x<sub>1</sub>", "x<sub>2</sub>").Sized(Side, tall);
    }

    /// <summary>A function of the plane as colours, evaluated on a regular grid: a density, a potential, a loss surface.</summary>
    /// <param name="function">The value at (x, y); NaN for none.</param>
    /// <param name="x">Horizontal stretch.</param>
    /// <param name="y">Vertical stretch.</param>
    /// <param name="count">Places along each side.</param>
    /// <param name="title">Name and unit of the colour.</param>
    /// <param name="log">Whether the colours are logarithmic.</param>
    /// <exception cref="ArgumentException">An empty stretch, or logarithmic colours without positive values.</exception>
    public static Figure Heatmap(Func<double, double, double> function, (double Low, double High) x, (double Low, double High) y, int count = 60, string? title = null, bool log = false)
    {
        ArgumentNullException.ThrowIfNull(function);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 2);
        double[] xs = Places(x, count, nameof(x)), ys = Places(y, count, nameof(y));
        var z = new double[count, count];
        for (var i = 0; i < count; i++)
        {
            for (var j = 0; j < count; j++)
                z[i, j] = function(xs[j], ys[i]);
        }

        return Heatmap(z, xs, ys, title, log: log);
    }

    private static double Silverman(double[] sorted)
    {
        var mean = sorted.Average();
        var deviation = sorted.Length < 2 ? 0 : Math.Sqrt(sorted.Sum(v => (v - mean) * (v - mean)) / (sorted.Length - 1));
        double Quantile(double q)
        {
            var at = q * (sorted.Length - 1);
            var below = (int)at;
            return sorted[below] + (at - below) * (sorted[Math.Min(below + 1, sorted.Length - 1)] - sorted[below]);
        }

        var quartiles = (Quantile(0.75) - Quantile(0.25)) / 1.34;
        var spread = quartiles > 0 ? Math.Min(deviation, quartiles) : deviation;
        return spread > 0 ? 0.9 * spread * Math.Pow(sorted.Length, -0.2) : 1e-3 * Math.Max(1, Math.Abs(mean));
    }

    private static (double Low, double High) Stretch((double Low, double High)? given, IEnumerable<double> values, string parameter)
    {
        var (low, high) = given ?? (values.Min(), values.Max());
        if (given is null && low == high)
            (low, high) = (low - 0.5, high + 0.5);
        return low < high ? (low, high) : throw new ArgumentException($"the stretch ({low}, {high}) is empty", parameter);
    }
}

namespace Workbench.Plots;

public static partial class Plot
{
    /// <summary>Arrows at points of the plane: a vector field. Equal scales; the longest arrow is as long as the points are apart.</summary>
    /// <param name="x">Horizontal places of the tails.</param>
    /// <param name="y">Vertical places of the tails, as many.</param>
    /// <param name="u">Horizontal components, as many.</param>
    /// <param name="v">Vertical components, as many.</param>
    /// <param name="name">Name in the legend.</param>
    /// <param name="scale">Length drawn per unit of the field, in units of the axes; null to fit.</param>
    /// <exception cref="ArgumentException">Different lengths, or no points.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A scale that is not positive.</exception>
    public static Figure Quiver(IEnumerable<double> x, IEnumerable<double> y, IEnumerable<double> u, IEnumerable<double> v, string? name = null, double? scale = null)
    {
        var (xs, ys) = Pair(x, y);
        var (us, vs) = (Pair(xs, u, nameof(u)).Y, Pair(xs, v, nameof(v)).Y);
        if (scale is { } given && !(given > 0 && double.IsFinite(given)))
            throw new ArgumentOutOfRangeException(nameof(scale), given, "arrows are scaled by a positive factor");
        int[] kept = [.. Enumerable.Range(0, xs.Length).Where(i => double.IsFinite(xs[i] + ys[i] + us[i] + vs[i]))];
        double[] Kept(double[] values) => [.. kept.Select(i => values[i])];
        return Of(new QuiverTrace(Kept(xs), Kept(ys), Kept(us), Kept(vs), scale) { Name = name }).EqualAspect();
    }

    /// <summary>A vector field, evaluated on a regular grid and drawn as arrows.</summary>
    /// <param name="field">The vector at (x, y).</param>
    /// <param name="x">Horizontal stretch.</param>
    /// <param name="y">Vertical stretch.</param>
    /// <param name="count">Arrows along each side.</param>
    /// <param name="name">Name in the legend.</param>
    /// <exception cref="ArgumentException">An empty stretch.</exception>
    public static Figure Quiver(Func<double, double, (double U, double V)> field, (double Low, double High) x, (double Low, double High) y, int count = 15, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(field);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 2);
        double[] xs = Places(x, count, nameof(x)), ys = Places(y, count, nameof(y));
        var points = ys.SelectMany(b => xs.Select(a => (X: a, Y: b, Vector: field(a, b)))).ToArray();
        return Quiver(points.Select(p => p.X), points.Select(p => p.Y), points.Select(p => p.Vector.U), points.Select(p => p.Vector.V), name);
    }

    /// <summary>Places evenly spread over a stretch, ends included.</summary>
    private static double[] Places((double Low, double High) stretch, int count, string parameter) => stretch.Low < stretch.High
        ? [.. Enumerable.Range(0, count).Select(i => stretch.Low + (stretch.High - stretch.Low) * i / (count - 1.0))]
        : throw new ArgumentException($"the stretch ({stretch.Low}, {stretch.High}) is empty", parameter);
}

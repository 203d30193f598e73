using TorchSharp;
using Workbench.Flows;
using static TorchSharp.torch;

namespace Workbench.Plots;

public static partial class Plot
{
    /// <summary>The recorded paths of a flow in the plane, coloured by time.</summary>
    /// <param name="solution">A solution with its path, of points [batch, 2].</param>
    /// <param name="most">Most paths drawn; the first ones are taken, so that figures of the same samples compare.</param>
    /// <exception cref="InvalidOperationException">The path was not recorded.</exception>
    /// <exception cref="ArgumentException">The points are not in the plane.</exception>
    public static Figure Trajectories(Solution solution, int most = 64)
    {
        ArgumentNullException.ThrowIfNull(solution);
        using var scope = torch.NewDisposeScope();
        return Trajectories((float[,,])Fill(Floats(solution.Path, 3, "paths [time, batch, 2]"), rank: 3), solution.Grid.Times, most);
    }

    /// <summary>Points in the plane, with equal scales.</summary>
    /// <param name="points">Coordinates, [batch, 2], of any number type and device.</param>
    /// <param name="name">Name in the legend.</param>
    /// <param name="most">Most points drawn; they are taken evenly.</param>
    /// <param name="color">"#rrggbb" instead of the next colour of the palette.</param>
    /// <exception cref="ArgumentException">The points are not in the plane.</exception>
    public static Figure Scatter(Tensor points, string? name = null, int most = 1000, string? color = null)
    {
        using var scope = torch.NewDisposeScope();
        return Scatter((float[,])Fill(Floats(points, 2, "points [batch, 2]"), rank: 2), name, most, color);
    }

    /// <summary>The recorded samples of a flow moving through time, with a slider and a play button.</summary>
    /// <param name="solution">A solution with its path, of points [batch, 2].</param>
    /// <param name="most">Most points drawn; the first ones are taken.</param>
    /// <param name="frames">Most moments kept, evenly spread.</param>
    /// <param name="name">Name in the legend; the points keep one colour then.</param>
    /// <exception cref="InvalidOperationException">The path was not recorded.</exception>
    /// <exception cref="ArgumentException">The points are not in the plane.</exception>
    public static Figure Animation(Solution solution, int most = 120, int frames = 21, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(solution);
        using var scope = torch.NewDisposeScope();
        return Animation((float[,,])Fill(Floats(solution.Path, 3, "paths [time, batch, 2]"), rank: 3), solution.Grid.Times, most, frames, name);
    }

    /// <summary>A velocity field at one time as arrows on a regular grid of the plane.</summary>
    /// <param name="field">The field, of points [batch, 2].</param>
    /// <param name="t">The time.</param>
    /// <param name="x">Horizontal stretch.</param>
    /// <param name="y">Vertical stretch.</param>
    /// <param name="count">Arrows along each side.</param>
    /// <param name="device">Where the field computes; null for the CPU.</param>
    /// <exception cref="ArgumentException">An empty stretch.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A time outside [0, 1].</exception>
    /// <exception cref="InvalidOperationException">The field gives another shape than that of the points.</exception>
    public static Figure Quiver(VelocityField field, double t, (double Low, double High) x, (double Low, double High) y, int count = 15, Device? device = null)
    {
        ArgumentNullException.ThrowIfNull(field);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 2);
        using var scope = torch.NewDisposeScope();
        using var quiet = torch.no_grad();
        double[] xs = Places(x, count, nameof(x)), ys = Places(y, count, nameof(y));
        var points = torch.tensor(ys.SelectMany(b => xs.SelectMany(a => new[] { (float)a, (float)b })).ToArray()).reshape(-1, 2);
        var velocity = (float[,])Fill(Floats(field.Velocity(device is null ? points : points.to(device), t), 2, "velocities [batch, 2]"), rank: 2);
        var arrows = Enumerable.Range(0, count * count).ToArray();
        return Quiver(arrows.Select(i => xs[i % count]), arrows.Select(i => ys[i / count]), arrows.Select(i => (double)velocity[i, 0]), arrows.Select(i => (double)velocity[i, 1]))
            .Axes("x<sub>1</sub>", "x<sub>2</sub>");
    }

    /// <summary>Where points of the plane lie, as a density on square bins.</summary>
    /// <param name="points">Coordinates, [batch, 2], of any number type and device.</param>
    /// <param name="bins">Bins along each side.</param>
    /// <param name="x">Horizontal stretch; null for that of the points. Give the same to compare.</param>
    /// <param name="y">Vertical stretch; null for that of the points.</param>
    /// <param name="max">Density at the end of the colours; null to fit.</param>
    /// <exception cref="ArgumentException">The points are not in the plane, none is finite, or an empty stretch.</exception>
    public static Figure Density(Tensor points, int bins = 40, (double Low, double High)? x = null, (double Low, double High)? y = null, double? max = null)
    {
        using var scope = torch.NewDisposeScope();
        return Density((float[,])Fill(Floats(points, 2, "points [batch, 2]"), rank: 2), bins, x, y, max);
    }

    /// <summary>Grey or colour pictures in a grid.</summary>
    /// <param name="images">Pixels, [batch, 1 or 3, height, width], of any device.</param>
    /// <param name="columns">Pictures in a row; 0 for about twice as wide as high.</param>
    /// <param name="range">Values shown black and white; null for (-1, 1), the library's scale of pictures.</param>
    /// <param name="scale">Screen pixels per picture pixel.</param>
    /// <exception cref="ArgumentException">The images have another shape.</exception>
    public static Figure Images(Tensor images, int columns = 0, (double Low, double High)? range = null, int scale = 2)
    {
        using var scope = torch.NewDisposeScope();
        var pixels = Floats(images, 4, "images [batch, 1 or 3, height, width]");
        return Images((float[,,,])Fill(pixels, rank: 4), columns, range, scale);
    }

    /// <summary>One picture as colours with a colour bar, the first row at the top, without axes: an error map, a magnitude.</summary>
    /// <param name="picture">Values, real [height, width], of any device.</param>
    /// <param name="title">Name and unit of the colour.</param>
    /// <param name="range">Values at the ends of the scale; null to fit. Give the same to compare pictures.</param>
    /// <exception cref="ArgumentException">The picture has another shape.</exception>
    public static Figure Picture(Tensor picture, string? title = null, (double Low, double High)? range = null)
    {
        using var scope = torch.NewDisposeScope();
        var values = (float[,])Fill(Floats(picture, 2, "a picture [height, width]").flip(0), rank: 2);
        var z = new double[values.GetLength(0), values.GetLength(1)];
        for (var i = 0; i < z.GetLength(0); i++)
        {
            for (var j = 0; j < z.GetLength(1); j++)
                z[i, j] = values[i, j];
        }

        var hidden = new Axis { Visible = false };
        return Each(Heatmap(z, title: title, range: range), panel => panel with { X = hidden, Y = hidden });
    }

    private static Tensor Floats(Tensor tensor, int rank, string expected)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        return tensor.dim() == rank
            ? tensor.detach().to_type(ScalarType.Float32).cpu().contiguous()
            : throw new ArgumentException($"expected {expected}, [{string.Join(", ", tensor.shape)}] given", nameof(tensor));
    }

    private static Array Fill(Tensor tensor, int rank)
    {
        var flat = tensor.contiguous().data<float>().ToArray();
        var array = Array.CreateInstance(typeof(float), [.. tensor.shape.Take(rank).Select(s => (int)s)]);
        Buffer.BlockCopy(flat, 0, array, 0, flat.Length * sizeof(float));
        return array;
    }
}

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

    /// <summary>Grey pictures in a grid.</summary>
    /// <param name="images">Pixels, [batch, 1, height, width], of any device.</param>
    /// <param name="columns">Pictures in a row; 0 for about twice as wide as high.</param>
    /// <param name="range">Values shown black and white; null for (-1, 1), the library's scale of pictures.</param>
    /// <param name="scale">Screen pixels per picture pixel.</param>
    /// <exception cref="ArgumentException">The images have another shape.</exception>
    public static Figure Images(Tensor images, int columns = 0, (double Low, double High)? range = null, int scale = 2)
    {
        using var scope = torch.NewDisposeScope();
        var pixels = Floats(images, 4, "grey images [batch, 1, height, width]");
        return pixels.shape[1] == 1
            ? Images((float[,,])Fill(pixels.squeeze(1), rank: 3), columns, range, scale)
            : throw new ArgumentException($"expected grey images [batch, 1, height, width], [{string.Join(", ", images.shape)}] given", nameof(images));
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

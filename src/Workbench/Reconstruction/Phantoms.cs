using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Reconstruction;

/// <summary>Pictures of random ellipses, as those of Shepp and Logan: a modality that a network trained on photographs never saw.</summary>
public static class Phantoms
{
    /// <summary>Draws phantoms: a large ellipse and smaller ones on it, brightnesses added and cut to [0, 1].</summary>
    /// <param name="count">How many.</param>
    /// <param name="size">Rows and columns.</param>
    /// <param name="generator">Source of the draws, on the CPU.</param>
    /// <param name="ellipses">Ellipses of each, the large one included.</param>
    /// <returns>float32 [count, 1, size, size] in [0, 1].</returns>
    public static Tensor Ellipses(int count, int size, Generator generator, int ellipses = 5)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 2);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(ellipses);
        ArgumentNullException.ThrowIfNull(generator);
        using var scope = torch.NewDisposeScope();
        var u = torch.rand([count, ellipses, 6, 1, 1], generator: generator);
        Tensor Between(int which, double small, double large, double smallFirst, double largeFirst)
        {
            var draws = u.select(2, which);
            var first = (draws.narrow(1, 0, 1) * (largeFirst - smallFirst)) + smallFirst;
            return torch.cat([first, (draws.narrow(1, 1, ellipses - 1) * (large - small)) + small], 1);
        }

        var centreX = Between(0, -0.5, 0.5, -0.1, 0.1);
        var centreY = Between(1, -0.5, 0.5, -0.1, 0.1);
        var axis1 = Between(2, 0.1, 0.5, 0.65, 0.9);
        var axis2 = Between(3, 0.1, 0.5, 0.65, 0.9);
        var angle = Between(4, 0, Math.PI, 0, Math.PI);
        var brightness = Between(5, -0.3, 0.5, 0.3, 0.7);
        var at = (torch.arange(size, dtype: ScalarType.Float32) + 0.5) * (2.0 / size) - 1;
        var (x, y) = (at.reshape(1, 1, 1, size) - centreX, at.reshape(1, 1, size, 1) - centreY);
        var (cosine, sine) = (angle.cos(), angle.sin());
        var inside = (((x * cosine) + (y * sine)) / axis1).square() + (((y * cosine) - (x * sine)) / axis2).square();
        // Whatever lies outside the large one stays dark.
        var within = inside.le(1).to_type(ScalarType.Float32);
        var picture = (within * brightness).sum(1, keepdim: true) * within.narrow(1, 0, 1);
        return picture.clamp(0, 1).MoveToOuterDisposeScope();
    }
}

using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Reconstruction;

/// <summary>The orthonormal two-dimensional Haar transform: sums and differences of neighbours over √2, along rows and columns, repeated on the coarse part.</summary>
public static class HaarWavelet
{
    private const int MostLevels = 30;

    /// <summary>The coefficients of images; coarse ones in the corner [0, 0].</summary>
    /// <param name="image">Real or complex [batch, height, width].</param>
    /// <param name="levels">How often, at least 1; 2^levels divides height and width.</param>
    /// <returns>Same shape; same norm.</returns>
    /// <exception cref="ArgumentException">The size is not divided.</exception>
    public static Tensor Forward(Tensor image, int levels)
    {
        Require(image, levels);
        using var scope = torch.NewDisposeScope();
        var split = Split(Split(image, 1), 2);
        return (levels == 1 ? split : WithCoarse(split, Forward(Coarse(split), levels - 1))).MoveToOuterDisposeScope();
    }

    /// <summary>The images of coefficients.</summary>
    /// <param name="coefficients">As <see cref="Forward"/> gives them.</param>
    /// <param name="levels">The same number as there.</param>
    public static Tensor Inverse(Tensor coefficients, int levels)
    {
        Require(coefficients, levels);
        using var scope = torch.NewDisposeScope();
        var split = levels == 1 ? coefficients : WithCoarse(coefficients, Inverse(Coarse(coefficients), levels - 1));
        return Merge(Merge(split, 2), 1).MoveToOuterDisposeScope();
    }

    /// <summary>Shrinks the modulus of every detail coefficient by a threshold, to 0 at least; coarse ones stay. The proximal map of λ‖details‖₁ for real and complex images.</summary>
    /// <param name="image">Real or complex [batch, height, width].</param>
    /// <param name="threshold">λ, not negative.</param>
    /// <param name="levels">Levels of the transform.</param>
    public static Tensor Shrink(Tensor image, double threshold, int levels)
    {
        if (!(threshold >= 0 && double.IsFinite(threshold)))
            throw new ArgumentOutOfRangeException(nameof(threshold), threshold, "The threshold must not be negative, and finite.");
        using var scope = torch.NewDisposeScope();
        var all = Forward(image, levels);
        var size = all.abs();
        var shrunk = all * ((size - threshold).clamp(min: 0) / size.clamp(min: 1e-30));
        var (rows, columns) = (all.shape[1] >> levels, all.shape[2] >> levels);
        shrunk.narrow(1, 0, rows).narrow(2, 0, columns).copy_(all.narrow(1, 0, rows).narrow(2, 0, columns));
        return Inverse(shrunk, levels).MoveToOuterDisposeScope();
    }

    /// <summary>Whether pictures of this size can be halved that often.</summary>
    internal static bool Fits(long height, long width, int levels) =>
        levels is >= 1 and <= MostLevels && height % (1L << levels) == 0 && width % (1L << levels) == 0;

    private static Tensor Split(Tensor x, int dimension)
    {
        var pairs = x.unflatten(dimension, [x.shape[dimension] / 2, 2]);
        var (even, odd) = (pairs.select(dimension + 1, 0), pairs.select(dimension + 1, 1));
        return torch.cat([even + odd, even - odd], dimension) / Math.Sqrt(2);
    }

    private static Tensor Merge(Tensor x, int dimension)
    {
        var parts = x.chunk(2, dimension);
        return torch.stack([parts[0] + parts[1], parts[0] - parts[1]], dimension + 1).flatten(dimension, dimension + 1) / Math.Sqrt(2);
    }

    private static Tensor Coarse(Tensor x) => x.narrow(1, 0, x.shape[1] / 2).narrow(2, 0, x.shape[2] / 2);

    private static Tensor WithCoarse(Tensor x, Tensor coarse)
    {
        var (h, w) = (x.shape[1] / 2, x.shape[2] / 2);
        var top = torch.cat([coarse, x.narrow(1, 0, h).narrow(2, w, w)], 2);
        return torch.cat([top, x.narrow(1, h, h)], 1);
    }

    private static void Require(Tensor image, int levels)
    {
        ArgumentNullException.ThrowIfNull(image);
        if (levels is < 1 or > MostLevels)
            throw new ArgumentOutOfRangeException(nameof(levels), levels, $"Expected 1 to {MostLevels} levels.");
        if (image.dim() != 3 || !Fits(image.shape[1], image.shape[2], levels))
            throw new ArgumentException(
                $"Expected [batch, height, width] with sides that {1L << levels} divides, for {levels} levels; got [{MriOperator.Shape(image)}].", nameof(image));
    }
}

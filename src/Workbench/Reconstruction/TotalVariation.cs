using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Reconstruction;

/// <summary>Isotropic total variation, Σ √(|x_{i+1,j} − x_{i,j}|² + |x_{i,j+1} − x_{i,j}|²), of real or complex images.</summary>
public static class TotalVariation
{
    /// <summary>The total variation of each image.</summary>
    /// <param name="image">[batch, height, width].</param>
    /// <returns>Real [batch].</returns>
    /// <exception cref="ArgumentException">The image has another shape.</exception>
    public static Tensor Of(Tensor image)
    {
        ArgumentNullException.ThrowIfNull(image);
        Require(image);
        using var scope = torch.NewDisposeScope();
        var (down, right) = Differences(image);
        return (down.abs().square() + right.abs().square()).sqrt().sum([1, 2]).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// The proximal map, argmin_u ½‖u − x‖² + λ TV(u), by accelerated projection of the dual (Beck, Teboulle 2009, "Fast gradient-based
    /// algorithms for constrained total variation image denoising").
    /// </summary>
    /// <param name="image">x, real or complex [batch, height, width].</param>
    /// <param name="weight">λ, not negative.</param>
    /// <param name="iterations">Steps of the dual.</param>
    /// <exception cref="ArgumentException">The image has another shape, or a number is out of its range.</exception>
    public static Tensor Proximal(Tensor image, double weight, int iterations = 20)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentOutOfRangeException.ThrowIfLessThan(iterations, 1);
        Require(image);
        if (!(weight >= 0 && double.IsFinite(weight)))
            throw new ArgumentOutOfRangeException(nameof(weight), weight, "The weight must not be negative, and finite.");
        using var noGrad = torch.no_grad();
        if (weight == 0)
            return image.clone();
        using var scope = torch.NewDisposeScope();
        var (p, q) = (torch.zeros_like(image), torch.zeros_like(image));
        var (ahead1, ahead2, momentum) = (p, q, 1.0);
        for (var i = 0; i < iterations; i++)
        {
            using var step = torch.NewDisposeScope();
            var (down, right) = Differences(image - (Adjoint(ahead1, ahead2) * weight));
            var (a, b) = (ahead1 + (down / (8 * weight)), ahead2 + (right / (8 * weight)));
            var length = (a.abs().square() + b.abs().square()).sqrt().clamp(min: 1);
            (a, b) = (a / length, b / length);
            var next = (1 + Math.Sqrt(1 + (4 * momentum * momentum))) / 2;
            var push = (momentum - 1) / next;
            (ahead1, ahead2) = ((a + ((a - p) * push)).MoveToOuterDisposeScope(), (b + ((b - q) * push)).MoveToOuterDisposeScope());
            (p, q, momentum) = (a.MoveToOuterDisposeScope(), b.MoveToOuterDisposeScope(), next);
        }

        return (image - (Adjoint(p, q) * weight)).MoveToOuterDisposeScope();
    }

    private static void Require(Tensor image)
    {
        if (image.dim() != 3 || image.numel() == 0)
            throw new ArgumentException($"Expected [batch, height, width] with pixels; got [{MriOperator.Shape(image)}].", nameof(image));
    }

    /// <summary>Forward differences along rows and columns, 0 after the last.</summary>
    private static (Tensor Down, Tensor Right) Differences(Tensor x)
    {
        var (h, w) = (x.shape[1], x.shape[2]);
        return (torch.cat([x.narrow(1, 1, h - 1) - x.narrow(1, 0, h - 1), torch.zeros_like(x.narrow(1, 0, 1))], 1),
            torch.cat([x.narrow(2, 1, w - 1) - x.narrow(2, 0, w - 1), torch.zeros_like(x.narrow(2, 0, 1))], 2));
    }

    /// <summary>The adjoint of the differences, for fields whose last row or column of differences is 0.</summary>
    private static Tensor Adjoint(Tensor down, Tensor right) => Backward(down, 1) + Backward(right, 2);

    private static Tensor Backward(Tensor field, int dimension)
    {
        var last = field.shape[dimension] - 1;
        var body = field.narrow(dimension, 0, last);
        var edge = torch.zeros_like(field.narrow(dimension, 0, 1));
        return torch.cat([edge, body], dimension) - torch.cat([body, edge], dimension);
    }
}

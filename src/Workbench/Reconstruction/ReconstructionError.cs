using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Reconstruction;

/// <summary>How far a reconstruction is from its image.</summary>
public static class ReconstructionError
{
    /// <summary>Normalised squared error ‖x̂ − x‖² / ‖x‖² of each image.</summary>
    /// <param name="estimate">x̂, complex [batch, height, width].</param>
    /// <param name="image">x, complex [batch, height, width].</param>
    /// <returns>float64 [batch]; infinite or NaN where an image is dark.</returns>
    /// <exception cref="ArgumentException">The shapes differ, or a tensor is real.</exception>
    public static Tensor Normalised(Tensor estimate, Tensor image)
    {
        ArgumentNullException.ThrowIfNull(estimate);
        ArgumentNullException.ThrowIfNull(image);
        if (!estimate.is_complex() || !image.is_complex() || image.dim() != 3 || !estimate.shape.SequenceEqual(image.shape))
            throw new ArgumentException(
                $"Expected two complex tensors [batch, height, width]; got [{MriOperator.Shape(estimate)}] and [{MriOperator.Shape(image)}].", nameof(estimate));
        using var noGrad = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        var (found, truth) = (estimate.view_as_real().to_type(ScalarType.Float64), image.view_as_real().to_type(ScalarType.Float64));
        return ((found - truth).square().sum([1, 2, 3]) / truth.square().sum([1, 2, 3])).MoveToOuterDisposeScope();
    }
}

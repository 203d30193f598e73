using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Reconstruction;

/// <summary>Complex images as pairs of real channels, which is what networks take, and back.</summary>
public static class ComplexPairs
{
    /// <summary>Real and imaginary part as channels.</summary>
    /// <param name="image">Complex [batch, height, width].</param>
    /// <returns>Real [batch, 2, height, width].</returns>
    /// <exception cref="ArgumentException">The image is real or has another shape.</exception>
    public static Tensor Split(Tensor image)
    {
        ArgumentNullException.ThrowIfNull(image);
        return image.is_complex() && image.dim() == 3
            ? image.view_as_real().permute(0, 3, 1, 2)
            : throw new ArgumentException($"Expected complex [batch, height, width]; got {image.dtype} [{MriOperator.Shape(image)}].", nameof(image));
    }

    /// <summary>The complex image of two channels.</summary>
    /// <param name="channels">Real [batch, 2, height, width].</param>
    /// <returns>Complex [batch, height, width].</returns>
    /// <exception cref="ArgumentException">The channels are complex or have another shape.</exception>
    public static Tensor Join(Tensor channels)
    {
        ArgumentNullException.ThrowIfNull(channels);
        return !channels.is_complex() && channels.dim() == 4 && channels.shape[1] == 2
            ? torch.complex(channels.select(1, 0), channels.select(1, 1))
            : throw new ArgumentException($"Expected real [batch, 2, height, width]; got {channels.dtype} [{MriOperator.Shape(channels)}].", nameof(channels));
    }
}

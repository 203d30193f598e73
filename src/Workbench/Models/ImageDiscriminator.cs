using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Workbench.Models;

/// <summary>
/// A convolutional discriminator of small images, such as 28×28 or 14×14: two strided convolutions and one at the resolution reached, leaky
/// ReLUs of slope 0.2, no normalisation; its mean features give one score an image. At the default width it has 107 thousand parameters.
/// </summary>
/// <remarks>Its smoothness is for the training to see to: <see cref="Training.GradientPenalty"/>.</remarks>
public sealed class ImageDiscriminator : nn.Module<Tensor, Tensor>
{
    private readonly Sequential _trunk;
    private readonly Linear _head;

    /// <summary>A network with its own seed.</summary>
    /// <param name="channels">Channels of the images.</param>
    /// <param name="seed">Seed of its weights.</param>
    /// <param name="width">Channels of the first convolution; the others have twice and four times as many.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
    public ImageDiscriminator(long channels, int seed, long width = 32)
        : base(nameof(ImageDiscriminator))
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        _trunk = nn.Sequential(
            nn.Conv2d(channels, width, kernel_size: 4, stride: 2, padding: 1), nn.LeakyReLU(0.2),
            nn.Conv2d(width, 2 * width, kernel_size: 4, stride: 2, padding: 1), nn.LeakyReLU(0.2),
            nn.Conv2d(2 * width, 4 * width, kernel_size: 3, padding: 1), nn.LeakyReLU(0.2));
        _head = nn.Linear(4 * width, 1);
        RegisterComponents();
        UniformInitialisation.Apply(this, seed);
    }

    /// <summary>Scores of images; greater for real ones once trained.</summary>
    /// <param name="x">Images, [batch, channels, height, width], with sides of at least 4.</param>
    /// <returns>[batch].</returns>
    /// <exception cref="ArgumentException">The images have another shape.</exception>
    public override Tensor forward(Tensor x)
    {
        if (x.dim() != 4 || x.shape[2] < 4 || x.shape[3] < 4)
            throw new ArgumentException($"Expected images [batch, channels, height, width] with sides of at least 4; got [{string.Join(", ", x.shape)}].", nameof(x));
        return _head.call(_trunk.call(x).mean([2L, 3L])).squeeze(1);
    }
}

using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Workbench.Models;

/// <summary>
/// A denoiser that estimates the noise and takes it away (DnCNN, Zhang et al. 2017, arXiv:1608.03981): 3×3 convolutions of one width with any
/// activation between them, the first and the last without normalisation. Weights are drawn as He's, biases 0.
/// </summary>
/// <remarks>
/// <code>
/// var plain = new ResidualDenoiser(depth: 8, width: 16, channels => nn.ReLU(), seed, normalised: true);
/// var gated = new ResidualDenoiser(depth: 5, width: 16, channels => new XUnit(channels, kernel: 7), seed);
/// </code>
/// </remarks>
public sealed class ResidualDenoiser : Module<Tensor, Tensor>
{
    private readonly Sequential noise;

    /// <summary>Builds the network; the seed determines its weights.</summary>
    /// <param name="depth">Convolutions, at least 2.</param>
    /// <param name="width">Channels between them.</param>
    /// <param name="activation">Makes the activation of so many channels; called depth − 1 times.</param>
    /// <param name="seed">Seed of the weights.</param>
    /// <param name="normalised">Whether a batch normalisation follows every convolution but the first and the last.</param>
    /// <param name="channels">Channels of the images.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is too small.</exception>
    public ResidualDenoiser(int depth, int width, Func<long, Module<Tensor, Tensor>> activation, int seed, bool normalised = false, int channels = 1)
        : base(nameof(ResidualDenoiser))
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(depth, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        ArgumentNullException.ThrowIfNull(activation);
        var layers = new List<(string, Module<Tensor, Tensor>)>();
        for (var i = 1; i < depth; i++)
        {
            layers.Add(($"conv{i}", Conv2d(i == 1 ? channels : width, width, 3L, padding: 1)));
            if (normalised && i > 1)
                layers.Add(($"norm{i}", BatchNorm2d(width)));
            layers.Add(($"activation{i}", activation(width)));
        }

        layers.Add(($"conv{depth}", Conv2d(width, channels, 3L, padding: 1)));
        noise = Sequential(layers.ToArray());
        RegisterComponents();
        HeInitialisation.Apply(this, seed);
    }

    /// <summary>The images without the estimated noise.</summary>
    /// <param name="input">Noisy images, [batch, channels, H, W].</param>
    /// <returns>Images of the same shape.</returns>
    public override Tensor forward(Tensor input)
    {
        using var scope = torch.NewDisposeScope();
        return (input - noise.call(input)).MoveToOuterDisposeScope();
    }
}

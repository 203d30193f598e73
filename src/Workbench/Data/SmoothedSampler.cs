using TorchSharp;
using Workbench.Flows;
using static TorchSharp.torch;

namespace Workbench.Data;

/// <summary>
/// A law blurred with fresh Gaussian noise at every draw, X + σ·ε: gives a width to pixels that are the same in all images, where a
/// flow would otherwise have to be infinitely steep near the data.
/// </summary>
public sealed class SmoothedSampler : ISampler
{
    private readonly ISampler _law;
    private readonly double _std;

    /// <summary>Blurs a law.</summary>
    /// <param name="law">The law of X.</param>
    /// <param name="std">σ, not negative.</param>
    /// <exception cref="ArgumentOutOfRangeException">The deviation is negative.</exception>
    public SmoothedSampler(ISampler law, double std)
    {
        ArgumentNullException.ThrowIfNull(law);
        if (!(std >= 0 && double.IsFinite(std)))
            throw new ArgumentOutOfRangeException(nameof(std), std, "The standard deviation must not be negative.");
        (_law, _std) = (law, std);
    }

    /// <inheritdoc/>
    public Tensor Sample(long count, Generator generator)
    {
        using var scope = torch.NewDisposeScope();
        var points = _law.Sample(count, generator);
        var noise = torch.randn(points.shape, device: generator.device, generator: generator);
        return (points + _std * noise.to(points.dtype, points.device)).MoveToOuterDisposeScope();
    }
}

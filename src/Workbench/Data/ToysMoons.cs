using TorchSharp;
using static TorchSharp.torch;
using Workbench.Flows;

namespace Workbench.Data;

/// <summary>
/// Two interleaved half circles of radius 1.5 with Gaussian noise: (cos θ, sin θ) and (1 - cos θ, 1/2 - sin θ) for θ in
/// [0, π], moved to the origin and scaled.
/// </summary>
public sealed class TwoMoons : ISampler
{
    private const double Scale = 1.5;
    private readonly double _std;

    /// <summary>Moons of a given thickness.</summary>
    /// <param name="std">Standard deviation of the noise, not negative.</param>
    /// <exception cref="ArgumentOutOfRangeException">The deviation is negative.</exception>
    public TwoMoons(double std = 0.1)
    {
        if (!(std >= 0 && double.IsFinite(std)))
            throw new ArgumentOutOfRangeException(nameof(std), std, "The standard deviation must not be negative.");
        _std = std;
    }

    /// <inheritdoc/>
    public Tensor Sample(long count, Generator generator)
    {
        ArgumentNullException.ThrowIfNull(generator);
        Batches.RequirePositive(count, nameof(count));
        using var scope = torch.NewDisposeScope();
        var angle = torch.rand([count], device: generator.device, generator: generator) * Math.PI;
        var lower = torch.randint(2, [count], dtype: ScalarType.Float32, device: generator.device, generator: generator);
        var noise = torch.randn([count, 2], device: generator.device, generator: generator) * _std;
        // The lower moon is the upper one turned by half a turn about (1/2, 1/4).
        var sign = 1 - 2 * lower;
        var points = torch.stack([sign * (angle.cos() - 0.5), sign * (angle.sin() - 0.25)], 1);
        return (points * Scale + noise).MoveToOuterDisposeScope();
    }
}

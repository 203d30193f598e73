using TorchSharp;
using static TorchSharp.torch;
using Workbench.Flows;

namespace Workbench.Data;

/// <summary>
/// Two spiral arms half a turn apart, with a radius that grows with the angle from 0 to 2, points spread evenly along
/// them, and Gaussian noise.
/// </summary>
public sealed class Spirals : ISampler
{
    private const double Radius = 2;
    private readonly double _turns;
    private readonly double _std;

    /// <summary>Spirals with a given winding.</summary>
    /// <param name="turns">Turns of an arm, positive.</param>
    /// <param name="std">Standard deviation of the noise, not negative.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public Spirals(double turns = 1.5, double std = 0.06)
    {
        if (!(turns > 0 && double.IsFinite(turns)))
            throw new ArgumentOutOfRangeException(nameof(turns), turns, "The number of turns must be positive.");
        if (!(std >= 0 && double.IsFinite(std)))
            throw new ArgumentOutOfRangeException(nameof(std), std, "The standard deviation must not be negative.");
        _turns = turns;
        _std = std;
    }

    /// <inheritdoc/>
    public Tensor Sample(long count, Generator generator)
    {
        ArgumentNullException.ThrowIfNull(generator);
        Batches.RequirePositive(count, nameof(count));
        using var scope = torch.NewDisposeScope();
        // The root makes the density even along the arm, whose length grows with the square of the angle.
        var share = torch.rand([count], device: generator.device, generator: generator).sqrt();
        var arm = torch.randint(2, [count], dtype: ScalarType.Float32, device: generator.device, generator: generator);
        var noise = torch.randn([count, 2], device: generator.device, generator: generator) * _std;
        var angle = share * (2 * Math.PI * _turns) + arm * Math.PI;
        var points = torch.stack([angle.cos() * share, angle.sin() * share], 1);
        return (points * Radius + noise).MoveToOuterDisposeScope();
    }
}

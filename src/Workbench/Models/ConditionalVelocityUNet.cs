using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Models;

/// <summary>
/// <see cref="VelocityUNet"/> given a condition as well: the condition's learned vector is added to the embedding of the time, which
/// every residual block sees.
/// </summary>
/// <remarks>The vector of "no condition" begins at zero: a fresh network without a condition is the unconditional one of its seed.</remarks>
public sealed class ConditionalVelocityUNet : nn.Module<Tensor, Tensor, Tensor, Tensor>, IConditionalNetwork
{
    private readonly VelocityUNet _network;
    private readonly ConditionEmbedding _condition;

    /// <summary>A network with its own seed.</summary>
    /// <param name="channels">Channels of the images.</param>
    /// <param name="seed">Seed of its weights.</param>
    /// <param name="conditions">What it is told: <c>Conditions.Labels(10)</c>.</param>
    /// <param name="width">Channels at full resolution, a multiple of 8.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is out of its range.</exception>
    public ConditionalVelocityUNet(long channels, int seed, Conditions conditions, long width = 32)
        : base(nameof(ConditionalVelocityUNet))
    {
        ArgumentNullException.ThrowIfNull(conditions);
        Conditions = conditions;
        _network = new VelocityUNet(channels, seed, width);
        _condition = ConditionEmbedding.StartingFromNone(conditions, 4 * width, seed);
        RegisterComponents();
    }

    /// <inheritdoc/>
    public Conditions Conditions { get; }

    /// <summary>The network's output at given images and times under given conditions.</summary>
    /// <param name="x">Images, [batch, channels, height, width], with sides that divide by 4.</param>
    /// <param name="t">Times in [0, 1]: [batch], or a scalar for the whole batch.</param>
    /// <param name="condition">Labels int64 [batch], or vectors [batch, size].</param>
    /// <returns>A tensor of the shape of the images.</returns>
    /// <exception cref="ArgumentException">The images or conditions have another shape.</exception>
    public override Tensor forward(Tensor x, Tensor t, Tensor condition) => _network.Given(x, t, _condition.call(condition));
}

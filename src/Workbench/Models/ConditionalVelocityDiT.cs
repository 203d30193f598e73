using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Models;

/// <summary>
/// <see cref="VelocityDiT"/> given a condition as well: the condition's learned vector is added to the embedding of the time, from
/// which every block takes its modulation.
/// </summary>
public sealed class ConditionalVelocityDiT : nn.Module<Tensor, Tensor, Tensor, Tensor>, IConditionalNetwork
{
    private readonly VelocityDiT _network;
    private readonly ConditionEmbedding _condition;

    /// <summary>A network with its own seed.</summary>
    /// <param name="seed">Seed of its weights.</param>
    /// <param name="conditions">What it is told: <c>Conditions.Labels(10)</c>.</param>
    /// <param name="options">Its sizes.</param>
    /// <exception cref="ArgumentException">A size is out of its range, or the heads do not divide the width.</exception>
    public ConditionalVelocityDiT(int seed, Conditions conditions, DiTOptions? options = null)
        : base(nameof(ConditionalVelocityDiT))
    {
        ArgumentNullException.ThrowIfNull(conditions);
        Conditions = conditions;
        _network = new VelocityDiT(seed, options);
        _condition = ConditionEmbedding.StartingFromNone(conditions, _network.Options.Width, seed);
        RegisterComponents();
    }

    /// <inheritdoc/>
    public Conditions Conditions { get; }

    /// <summary>The transformer, whose attention can be watched and shared.</summary>
    public VelocityDiT Transformer => _network;

    /// <summary>The network's output at given images and times under given conditions.</summary>
    /// <param name="x">Images, [batch, channels, height, width], with sides that the patch divides.</param>
    /// <param name="t">Times in [0, 1]: [batch], or a scalar for the whole batch.</param>
    /// <param name="condition">Labels int64 [batch], or vectors [batch, size].</param>
    /// <returns>A tensor of the shape of the images.</returns>
    /// <exception cref="ArgumentException">The images or conditions have another shape.</exception>
    public override Tensor forward(Tensor x, Tensor t, Tensor condition) => _network.Given(x, t, _condition.call(condition));
}

using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Models;

/// <summary>A class-conditional velocity network under one class: a network of points and times alone.</summary>
/// <remarks>It registers the network, so that its parameters are the network's own; several of these share one network.</remarks>
public sealed class FixedCondition : nn.Module<Tensor, Tensor, Tensor>
{
    private readonly nn.Module<Tensor, Tensor, Tensor, Tensor> network;
    private readonly long _label;

    /// <summary>Fixes the class.</summary>
    /// <param name="conditional">Maps points [batch, …], times [batch] and labels int64 [batch] to outputs of the points' shape.</param>
    /// <param name="label">The class, not negative.</param>
    /// <exception cref="ArgumentOutOfRangeException">The class is negative.</exception>
    public FixedCondition(nn.Module<Tensor, Tensor, Tensor, Tensor> conditional, long label)
        : base(nameof(FixedCondition))
    {
        ArgumentNullException.ThrowIfNull(conditional);
        ArgumentOutOfRangeException.ThrowIfNegative(label);
        (network, _label) = (conditional, label);
        RegisterComponents();
    }

    /// <summary>The network's output given the class.</summary>
    /// <param name="x">Points, [batch, …].</param>
    /// <param name="t">Times, [batch] or scalar.</param>
    public override Tensor forward(Tensor x, Tensor t)
    {
        using var labels = torch.full([x.shape[0]], _label, dtype: ScalarType.Int64, device: x.device);
        return network.call(x, t, labels);
    }
}

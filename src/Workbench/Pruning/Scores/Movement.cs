using static TorchSharp.torch;

namespace Workbench.Pruning;

/// <summary>
/// Movement, <c>|w − w₀|</c>: how far training has carried a weight; a small one means a small accumulated gradient.
/// (The movement pruning of arXiv:2005.07683 accumulates <c>−w · ∂L/∂w</c> instead.)
/// </summary>
public sealed class Movement : ElementwiseScore
{
    /// <inheritdoc/>
    public override string Name => "movement";

    /// <inheritdoc/>
    public override string Reference => "Selective Activation for De-sparsifying Pruned Networks, arXiv:2212.06145";

    /// <inheritdoc/>
    protected override Tensor Score(Tensor weight, Tensor start) => (weight - start).abs();
}

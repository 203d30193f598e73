using static TorchSharp.torch;

namespace Workbench.Pruning;

/// <summary>Magnitude, <c>|w|</c>.</summary>
public sealed class Magnitude : ElementwiseScore
{
    /// <inheritdoc/>
    public override string Name => "magnitude";

    /// <inheritdoc/>
    public override string Reference => "Han et al. 2015, arXiv:1506.02626";

    /// <inheritdoc/>
    protected override Tensor Score(Tensor weight, Tensor start) => weight.abs();
}

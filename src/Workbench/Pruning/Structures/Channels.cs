using static TorchSharp.torch;

namespace Workbench.Pruning;

/// <summary>Channels: the weights out of one input channel, or one input of a linear layer, <c>W[:, j, …]</c> (He et al. 2017, arXiv:1707.06168).</summary>
public sealed class Channels : PruningStructure
{
    /// <inheritdoc/>
    public override string Name => "channels";

    /// <inheritdoc/>
    public override Tensor Units(Tensor scores) => scores.mean([0, .. Enumerable.Range(2, (int)scores.dim() - 2).Select(i => (long)i)], keepdim: true);
}

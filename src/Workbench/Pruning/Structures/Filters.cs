using static TorchSharp.torch;

namespace Workbench.Pruning;

/// <summary>
/// Filters: the weights into one output channel, or one output unit of a linear layer, <c>W[i, …]</c> (Li et al. 2017,
/// arXiv:1608.08710, where the score is their summed magnitude).
/// </summary>
public sealed class Filters : PruningStructure
{
    /// <inheritdoc/>
    public override string Name => "filters";

    /// <inheritdoc/>
    public override Tensor Units(Tensor scores) => scores.mean([.. Enumerable.Range(1, (int)scores.dim() - 1).Select(i => (long)i)], keepdim: true);
}

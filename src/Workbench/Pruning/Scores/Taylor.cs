using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Pruning;

/// <summary>
/// First-order Taylor importance, <c>E_b[(w · ∂L_b/∂w)²]</c> over batches b: the squared change of the batch's loss when the
/// weight goes. Unlike <see cref="GradientTimesWeight"/> it stays large where the gradients of batches cancel.
/// </summary>
public sealed class Taylor : IPruningScore
{
    /// <inheritdoc/>
    public string Name => "taylor";

    /// <inheritdoc/>
    public string Reference => "Molchanov et al. 2019, arXiv:1906.10771";

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, Tensor> Scores(PruningState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        using var scope = torch.NewDisposeScope();
        var sums = state.Masks.Names.Select(name => torch.zeros_like(state.Masks[name])).ToArray();
        WeightGradients.EachBatch(state, Name, createGraph: false, (share, gradients) =>
        {
            using var noGrad = torch.no_grad();
            for (var i = 0; i < sums.Length; i++)
                sums[i].add_((state.Masks.Weight(state.Masks.Names[i]) * gradients[i]).square(), share);
        });
        return state.Masks.Names.Zip(sums).ToDictionary(pair => pair.First, pair => pair.Second.MoveToOuterDisposeScope());
    }
}

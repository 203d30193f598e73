using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Pruning;

/// <summary>
/// GraSP, gradient signal preservation: <c>w ⊙ H g</c> with gradient g and Hessian H of the loss. To first order the removal
/// of a weight changes <c>‖g‖²</c> by minus twice that, so weights with the smallest, most negative, scores go:
/// without them the gradient grows. Taken at initialisation, with <see cref="Calibration.BatchStatistics"/> where the
/// network has batch normalisation.
/// </summary>
public sealed class Grasp : IPruningScore
{
    /// <inheritdoc/>
    public string Name => "grasp";

    /// <inheritdoc/>
    public string Reference => "Wang et al. 2020, arXiv:2002.07376";

    /// <summary>T: the network's outputs are divided by it before the loss; 200 in the paper's code, where it keeps the softmax of an untrained network even.</summary>
    public double Temperature { get; init; } = 200;

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, Tensor> Scores(PruningState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (!(Temperature > 0)) throw new InvalidOperationException($"GraSP's temperature is {Temperature}; expected a positive number.");
        using var scope = torch.NewDisposeScope();
        var gradients = WeightGradients.Mean(state, Name, output => output / Temperature);
        var weights = state.Masks.Names.Select(name => (Tensor)state.Masks.Weight(name)).ToList();
        var products = state.Masks.Names.Select(name => torch.zeros_like(state.Masks[name])).ToArray();
        WeightGradients.EachBatch(state, Name, createGraph: true, (share, batch) =>
        {
            // The Hessian times g is the gradient of gᵀ(∂L/∂w) with the left factor held fixed.
            var inner = torch.stack(batch.Zip(gradients, (one, fixedOne) => (one * fixedOne).sum()).ToArray()).sum();
            var hessian = torch.autograd.grad([inner], weights);
            using var noGrad = torch.no_grad();
            for (var i = 0; i < products.Length; i++) products[i].add_(hessian[i], share);
        }, output => output / Temperature);

        using var noGrad = torch.no_grad();
        return state.Masks.Names.Zip(products).ToDictionary(
            pair => pair.First, pair => (state.Masks.Weight(pair.First) * pair.Second).MoveToOuterDisposeScope());
    }
}

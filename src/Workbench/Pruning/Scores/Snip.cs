using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Pruning;

/// <summary>
/// SNIP, connection sensitivity: <c>s_j = |∂L/∂c_j| / Σ_k |∂L/∂c_k|</c> at c = 1 where c_j multiplies the alive weight w_j,
/// so <c>∂L/∂c = w · ∂L/∂w</c>. The paper takes it once, at initialisation; with
/// <see cref="Calibration.BatchStatistics"/> where the network has batch normalisation.
/// </summary>
public sealed class Snip : IPruningScore
{
    /// <inheritdoc/>
    public string Name => "snip";

    /// <inheritdoc/>
    public string Reference => "Lee et al. 2019, arXiv:1810.02340";

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, Tensor> Scores(PruningState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        using var scope = torch.NewDisposeScope();
        var gradients = WeightGradients.Mean(state, Name);
        using var noGrad = torch.no_grad();
        var sensitivities = state.Masks.Names.Zip(gradients, (name, gradient) => (state.Masks.Weight(name) * state.Masks[name] * gradient).abs()).ToArray();
        var sum = torch.stack(sensitivities.Select(one => one.sum()).ToArray()).sum();
        if (!(sum.to_type(ScalarType.Float64).item<double>() > 0))
            throw new InvalidOperationException("SNIP found no connection that the loss depends on: all gradients are 0, or one is NaN.");
        return state.Masks.Names.Zip(sensitivities).ToDictionary(pair => pair.First, pair => (pair.Second / sum).MoveToOuterDisposeScope());
    }
}

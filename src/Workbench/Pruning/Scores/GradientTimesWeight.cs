using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Pruning;

/// <summary>
/// Gradient times weight, <c>|w · ∂L/∂w|</c> with the loss L over all calibration examples: to first order how much the
/// loss changes when the weight goes.
/// </summary>
public sealed class GradientTimesWeight : IPruningScore
{
    /// <inheritdoc/>
    public string Name => "gradient";

    /// <inheritdoc/>
    public string Reference => "Mozer & Smolensky 1989; global gradient of Blalock et al. 2020, arXiv:2003.03033";

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, Tensor> Scores(PruningState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        using var scope = torch.NewDisposeScope();
        var gradients = WeightGradients.Mean(state, Name);
        using var noGrad = torch.no_grad();
        return state.Masks.Names.Zip(gradients).ToDictionary(
            pair => pair.First, pair => (state.Masks.Weight(pair.First) * pair.Second).abs().MoveToOuterDisposeScope());
    }
}

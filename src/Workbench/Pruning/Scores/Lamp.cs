using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Pruning;

/// <summary>
/// LAMP, layer-adaptive magnitude: <c>w_u² / Σ_{v : |w_v| ≥ |w_u|} w_v²</c> over the alive weights of a layer. The
/// largest weight of every layer scores 1, so a global threshold empties none. Computed in float64.
/// </summary>
public sealed class Lamp : IPruningScore
{
    /// <inheritdoc/>
    public string Name => "lamp";

    /// <inheritdoc/>
    public string Reference => "Lee et al. 2021, arXiv:2010.07611";

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, Tensor> Scores(PruningState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        return state.Masks.Names.ToDictionary(name => name, name => Of(state.Masks.Weight(name), state.Masks[name]));
    }

    private static Tensor Of(Tensor weight, Tensor mask)
    {
        using var noGrad = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        var squares = (weight.detach() * mask).to_type(ScalarType.Float64).square().flatten();
        var (largestFirst, order) = squares.sort(0, descending: true);
        // An all-zero layer would divide by zero; its scores are 0.
        var share = largestFirst / largestFirst.cumsum(0).clamp(min: double.Epsilon);
        return torch.zeros_like(squares).scatter_(0, order, share).reshape(weight.shape).MoveToOuterDisposeScope();
    }
}

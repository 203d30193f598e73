using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Pruning;

/// <summary>
/// Global pruning: one threshold for all layers, the percentile of the scores of all alive weights; what lies below it is
/// pruned (the base step of the code of arXiv:2212.06145).
/// </summary>
public static class GlobalPruning
{
    /// <summary>Prunes the share <paramref name="rate"/> of the alive weights with the lowest scores.</summary>
    /// <param name="state">The network and its masks.</param>
    /// <param name="score">What a weight is worth.</param>
    /// <param name="rate">Share of the weights alive now, in [0, 1).</param>
    /// <returns>How many weights were pruned: <c>⌈rate · (alive − 1)⌉</c> where scores differ, fewer among ties at the threshold.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The rate is outside [0, 1).</exception>
    /// <exception cref="InvalidOperationException">No weight is alive.</exception>
    public static long Prune(PruningState state, IPruningScore score, double rate)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(score);
        CheckRate(rate, nameof(rate));
        var masks = state.Masks;
        if (masks.Alive == 0) throw new InvalidOperationException("There is no alive weight left to prune.");

        using var noGrad = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        var scores = score.Scores(state);
        var alive = torch.cat([.. masks.Names.Select(name => scores[name].masked_select(masks[name].ne(0)))]);
        var threshold = Percentile.Of(alive, 100 * rate);
        return masks.Names.Sum(name => masks.Keep(name, threshold.AtLeast(scores[name])));
    }

    internal static void CheckRate(double rate, string name)
    {
        if (!(rate >= 0 && rate < 1))
            throw new ArgumentOutOfRangeException(name, rate, "A pruning rate is a share of the alive weights, in [0, 1).");
    }
}

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
    /// <returns>How many weights were pruned: <c>⌈rate · (alive − 1)⌉</c>; among equal scores at the threshold as many as that asks for.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The rate is outside [0, 1).</exception>
    /// <exception cref="InvalidOperationException">No weight is alive.</exception>
    public static long Prune(PruningState state, IPruningScore score, double rate) => PruningScope.Global.Prune(state, score, rate);

    internal static void CheckRate(double rate, string name)
    {
        if (!(rate >= 0 && rate < 1))
            throw new ArgumentOutOfRangeException(name, rate, "A pruning rate is a share of the alive weights, in [0, 1).");
    }
}

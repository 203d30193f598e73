using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Pruning;

/// <summary>
/// N:M sparsity: of every M consecutive weights along the inputs (dimension 1) at most N stay, those with the highest
/// scores (2:4 in Mishra et al. 2021, arXiv:2104.08378).
/// </summary>
public static class SemiStructured
{
    /// <summary>Prunes to N of M.</summary>
    /// <param name="state">The network and its masks.</param>
    /// <param name="score">What a weight is worth.</param>
    /// <param name="n">N, in (0, M].</param>
    /// <param name="m">M; it divides the inputs of every tensor that is pruned.</param>
    /// <param name="only">Which masked parameters, by name; null takes all with two or more dimensions.</param>
    /// <returns>How many weights were pruned.</returns>
    /// <exception cref="ArgumentOutOfRangeException">N or M is out of range.</exception>
    /// <exception cref="ArgumentException">The inputs of a parameter are no multiple of M; nothing was pruned.</exception>
    public static long Prune(PruningState state, IPruningScore score, int n, int m, Func<string, bool>? only = null)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(score);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(m);
        if (n < 1 || n > m) throw new ArgumentOutOfRangeException(nameof(n), n, $"N of M = {m} weights stay, so N lies in (0, {m}].");
        var masks = state.Masks;
        var names = masks.Names.Where(name => masks[name].dim() >= 2 && (only is null || only(name))).ToArray();
        if (names.Length == 0) throw new ArgumentException("No masked parameter with two or more dimensions was chosen.", nameof(only));
        foreach (var name in names)
        {
            if (masks[name].shape[1] % m != 0)
            {
                throw new ArgumentException(
                    $"'{name}' has {masks[name].shape[1]} inputs, no multiple of M = {m}; leave it out by '{nameof(only)}'.", nameof(m));
            }
        }

        using var noGrad = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        var scores = CheckedScores.Of(state, score);
        return names.Sum(name => masks.Keep(name, Kept(scores[name], masks[name].ne(0), n, m)));
    }

    private static Tensor Kept(Tensor scores, Tensor alive, int n, int m)
    {
        // Groups of M inputs become the last dimension.
        var groups = scores.masked_fill(alive.logical_not(), double.NegativeInfinity).movedim([1], [-1]);
        var split = groups.reshape([.. groups.shape.AsSpan(0, groups.shape.Length - 1), groups.shape[^1] / m, m]);
        var (_, best) = split.topk(n, -1);
        var kept = torch.zeros(split.shape, dtype: ScalarType.Float32, device: split.device);
        kept.scatter_(-1, best, torch.ones(best.shape, dtype: ScalarType.Float32, device: split.device));
        return kept.reshape(groups.shape).movedim([-1], [1]).ne(0);
    }
}

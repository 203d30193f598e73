using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Pruning;

/// <summary>The sign of the weights a step may prune.</summary>
public enum WeightSign
{
    /// <summary>w &lt; 0.</summary>
    Negative,

    /// <summary>w &gt; 0.</summary>
    Positive,

    /// <summary>Either.</summary>
    Any,
}

/// <summary>
/// Activating while pruning (AP, arXiv:2212.06145, as its released code does it): beside the base method a small share q
/// of the alive weights is taken from those that are negative and moved least, <c>w &lt; 0</c> with the smallest
/// <c>|w − w₀|</c>. Where inputs are not negative (after a ReLU, raw pixels) removing a negative weight can only raise a
/// pre-activation, so fewer ReLUs are dead; small movement means that the loss cares little. The network's activations
/// stay ReLUs.
/// </summary>
public sealed record ActivationPruning
{
    /// <summary>q: share of the weights alive before the base method prunes; the base method's own share is smaller by it.</summary>
    public double Rate { get; init; } = 0.02;

    /// <summary>Which weights are hit; the paper's are the negative ones.</summary>
    public WeightSign Sign { get; init; } = WeightSign.Negative;

    /// <summary>Which of them go first; the paper's rule is movement.</summary>
    public IPruningScore Score { get; init; } = new Movement();

    /// <summary>Which masked parameters AP may touch, by name; null takes all, as the paper's code does (the last layer, behind which there is no ReLU, included).</summary>
    public Func<string, bool>? Only { get; init; }

    /// <summary>
    /// Prunes the weights of the sign whose score is not above that at rank <c>⌊q · n⌋</c>, counted from 0, so
    /// <c>⌊q · n⌋ + 1</c> weights (the code's <c>&lt;=</c>, which takes more where scores are equal: all of them where nothing moved).
    /// </summary>
    /// <param name="state">The network and its masks, after the base method.</param>
    /// <param name="alive">n: how many weights were alive before the base method.</param>
    /// <returns>How many weights were pruned; 0 when the rate is 0.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The rate is outside [0, 1), or <paramref name="alive"/> is negative.</exception>
    /// <exception cref="InvalidOperationException">Fewer alive weights have the sign than are to be pruned.</exception>
    public long Prune(PruningState state, long alive)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentOutOfRangeException.ThrowIfNegative(alive);
        GlobalPruning.CheckRate(Rate, nameof(Rate));
        if (Rate == 0) return 0;

        using var noGrad = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        var masks = state.Masks;
        var names = masks.Names.Where(name => Only is null || Only(name)).ToArray();
        if (names.Length == 0) throw new InvalidOperationException($"AP may touch none of the masked parameters: {string.Join(", ", masks.Names)}.");
        var scores = CheckedScores.Of(state, Score);
        var candidates = names.ToDictionary(name => name, name => HasSign(masks.Weight(name)).logical_and(masks[name].ne(0)));
        var offered = torch.cat([.. names.Select(name => scores[name].masked_select(candidates[name]))]);
        var rank = (long)(Rate * alive);
        if (rank >= offered.numel())
        {
            throw new InvalidOperationException(
                $"AP is to prune {rank + 1} weights of sign '{Sign}', but only {offered.numel()} such weights are alive.");
        }

        var threshold = offered.kthvalue(rank + 1, 0).values;
        var below = names.Select(name => candidates[name].logical_and(scores[name].lt(threshold))).ToArray();
        var tied = names.Select(name => candidates[name].logical_and(scores[name].eq(threshold))).ToArray();
        var chosen = Ties.Chosen(tied, rank + 1 - below.Sum(one => one.sum().item<long>()));
        return names.Select((name, i) => masks.Keep(name, below[i].logical_or(chosen[i]).logical_not())).Sum();
    }

    private Tensor HasSign(Tensor weight) => Sign switch
    {
        WeightSign.Negative => weight.lt(0),
        WeightSign.Positive => weight.gt(0),
        WeightSign.Any => weight.ne(0),
        _ => throw new ArgumentOutOfRangeException(nameof(Sign), Sign, "Known signs: Negative, Positive, Any."),
    };
}

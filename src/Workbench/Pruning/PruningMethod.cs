namespace Workbench.Pruning;

/// <summary>A base method, what is pruned, by which score and over which scope; with or without AP on top.</summary>
/// <remarks>
/// <code>
/// var atInitialisation = new PruningMethod { Score = new SynFlow() };
/// atInitialisation.PruneTo(state, sparsity: 0.95, rounds: 100);
/// </code>
/// </remarks>
public record PruningMethod
{
    /// <summary>p: share of the alive weights (or units of the structure) of one pruning, in [0, 1).</summary>
    public double Rate { get; init; } = 0.2;

    /// <summary>The base method's score.</summary>
    public IPruningScore Score { get; init; } = new Magnitude();

    /// <summary>Over what the base method compares scores.</summary>
    public PruningScope Scope { get; init; } = PruningScope.Global;

    /// <summary>What the base method prunes as one.</summary>
    public PruningStructure Structure { get; init; } = PruningStructure.Unstructured;

    /// <summary>AP on top, which takes its rate q out of <see cref="Rate"/>, so that densities equal those of the base method alone; null without.</summary>
    public ActivationPruning? Activation { get; init; }

    /// <summary>One pruning of the share <see cref="Rate"/>.</summary>
    /// <param name="state">The network and its masks; pruned weights are set to 0.</param>
    /// <returns>How many weights were pruned.</returns>
    public long Prune(PruningState state) => Prune(state, Rate);

    /// <summary>
    /// One pruning of another share: the base method takes <c>rate − q'</c>, then AP takes <c>q' = q · rate / p</c>, of the
    /// weights alive before, so that AP's part of every pruning is q/p.
    /// </summary>
    /// <param name="state">The network and its masks; pruned weights are set to 0.</param>
    /// <param name="rate">Share of the alive weights, in [0, 1).</param>
    /// <returns>How many weights were pruned.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A rate is out of range, or AP's rate is above the whole.</exception>
    public long Prune(PruningState state, double rate)
    {
        ArgumentNullException.ThrowIfNull(state);
        GlobalPruning.CheckRate(rate, nameof(rate));
        CheckShare();
        // Rate itself is not scaled: q · p / p need not be q in floating point.
        var activation = rate == Rate || Activation is not { Rate: > 0 } ? Activation : Activation with { Rate = Activation.Rate * rate / Rate };
        var alive = state.Masks.Alive;
        Scope.Prune(state, Score, rate - (activation?.Rate ?? 0), Structure);
        activation?.Prune(state, alive);
        state.Masks.Apply();
        return alive - state.Masks.Alive;
    }

    /// <summary>Prunes to a sparsity, in one or several rounds; scores are taken anew in each, every round takes the same share of what is alive.</summary>
    /// <param name="state">The network and its masks; pruned weights are set to 0.</param>
    /// <param name="sparsity">Share of all weights that is to be pruned in the end, in [0, 1).</param>
    /// <param name="rounds">How many prunings.</param>
    /// <returns>How many weights were pruned; 0 where the network is as sparse already.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The sparsity or the number of rounds is out of range.</exception>
    public long PruneTo(PruningState state, double sparsity, int rounds = 1)
    {
        ArgumentNullException.ThrowIfNull(state);
        SparsitySchedule.CheckSparsity(sparsity, nameof(sparsity));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rounds);
        var (before, total) = (state.Masks.Alive, state.Masks.Total);
        var ratio = (1 - sparsity) * total / before;
        for (var round = 1; round <= rounds && ratio < 1; round++)
        {
            // From what is alive to what is to be alive after the round.
            var rate = 1 - (before * Math.Pow(ratio, (double)round / rounds) / state.Masks.Alive);
            if (rate > 0) Prune(state, rate);
        }

        return before - state.Masks.Alive;
    }

    /// <exception cref="ArgumentOutOfRangeException">The rate is out of range, or AP's rate is above it.</exception>
    internal void CheckShare()
    {
        GlobalPruning.CheckRate(Rate, nameof(Rate));
        if (Activation is { } ap && ap.Rate > Rate)
        {
            throw new ArgumentOutOfRangeException(
                nameof(Activation), ap.Rate, $"AP takes its rate q out of the whole rate p = {Rate}; q must not be larger.");
        }
    }
}

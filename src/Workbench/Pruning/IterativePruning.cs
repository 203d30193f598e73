using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Workbench.Pruning;

/// <summary>What happens to the surviving weights after each pruning.</summary>
public enum Rewinding
{
    /// <summary>Every weight and bias returns to its value at the very start (lottery-ticket rewinding).</summary>
    ToInitialisation,

    /// <summary>Training goes on from the trained values (fine-tuning).</summary>
    None,
}

/// <summary>How iterative pruning proceeds.</summary>
public sealed record IterativePruningOptions
{
    /// <summary>How often the network is trained; it is pruned between two trainings, so the last density is <c>(1 − Rate)^(Cycles − 1)</c>.</summary>
    public int Cycles { get; init; } = 18;

    /// <summary>p: share of the alive weights pruned between two trainings, in [0, 1).</summary>
    public double Rate { get; init; } = 0.2;

    /// <summary>The base method's score.</summary>
    public IPruningScore Score { get; init; } = new Magnitude();

    /// <summary>AP on top, which takes its rate q out of <see cref="Rate"/>, so that densities equal those of the base method alone; null without.</summary>
    public ActivationPruning? Activation { get; init; }

    /// <summary>Where each training starts.</summary>
    public Rewinding Rewinding { get; init; } = Rewinding.ToInitialisation;
}

/// <summary>One training of iterative pruning, and what was measured after it.</summary>
/// <param name="Cycle">Its number from 0, which is the dense network: how often the network has been pruned.</param>
/// <param name="Alive">Weights alive during this training.</param>
/// <param name="Total">Weights of the dense network.</param>
/// <param name="Result">What was measured.</param>
public sealed record PruningCycle<T>(int Cycle, long Alive, long Total, T Result)
{
    /// <summary>λ: share of the weights alive during this training.</summary>
    public double Density => (double)Alive / Total;
}

/// <summary>
/// Iterative pruning with rewinding: train, measure, prune a share of the alive weights, rewind, and again. Both arms of
/// a comparison with and without AP train equally often and equally long.
/// </summary>
public static class IterativePruning
{
    /// <summary>Runs all cycles. The model as given, <paramref name="train"/> and the options determine the result.</summary>
    /// <param name="model">The network at its initialisation.</param>
    /// <param name="options">How to prune.</param>
    /// <param name="train">Trains the network, given the cycle's number; it must call <see cref="PruningMasks.Apply"/> after each optimiser step.</param>
    /// <param name="measure">Measures the trained network, given the cycle's number, before it is pruned further.</param>
    /// <param name="select">Which parameters are prunable, by name; null takes those with <c>weight</c> in their name.</param>
    /// <returns>One entry for each training, densest first.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A rate or count is out of range, or AP's rate is above the whole.</exception>
    public static IReadOnlyList<PruningCycle<T>> Run<T>(
        Module<Tensor, Tensor> model, IterativePruningOptions options, Action<int, PruningState> train, Func<int, PruningState, T> measure, Func<string, bool>? select = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(measure);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.Cycles);
        GlobalPruning.CheckRate(options.Rate, nameof(options.Rate));
        CheckShare(options);

        using var masks = new PruningMasks(model, select);
        using var initial = new WeightSnapshot(model);
        var cycles = new List<PruningCycle<T>>(options.Cycles);
        for (var cycle = 0; cycle < options.Cycles; cycle++)
        {
            using var scope = torch.NewDisposeScope();
            using var start = options.Rewinding == Rewinding.None ? new WeightSnapshot(model) : null;
            var state = new PruningState(model, masks, start ?? initial);
            train(cycle, state);
            masks.Apply();
            cycles.Add(new PruningCycle<T>(cycle, masks.Alive, masks.Total, measure(cycle, state)));
            if (cycle + 1 == options.Cycles) break;
            Prune(state, options);
            if (options.Rewinding == Rewinding.ToInitialisation) initial.Restore(model, masks);
        }

        return cycles;
    }

    /// <summary>The pruning between two trainings: the base method takes p − q, then AP takes q, of the weights alive before; their sum is p.</summary>
    /// <param name="state">The trained network.</param>
    /// <param name="options">How to prune.</param>
    /// <returns>How many weights were pruned.</returns>
    public static long Prune(PruningState state, IterativePruningOptions options)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(options);
        CheckShare(options);
        var alive = state.Masks.Alive;
        GlobalPruning.Prune(state, options.Score, options.Rate - (options.Activation?.Rate ?? 0));
        options.Activation?.Prune(state, alive);
        state.Masks.Apply();
        return alive - state.Masks.Alive;
    }

    private static void CheckShare(IterativePruningOptions options)
    {
        if (options.Activation is { } ap && ap.Rate > options.Rate)
        {
            throw new ArgumentOutOfRangeException(
                nameof(options), ap.Rate, $"AP takes its rate q out of the whole rate p = {options.Rate}; q must not be larger.");
        }
    }
}

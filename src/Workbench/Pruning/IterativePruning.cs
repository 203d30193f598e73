using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Workbench.Pruning;

/// <summary>How iterative pruning proceeds: the base method and AP, how often, along which schedule, and what is rewound.</summary>
public sealed record IterativePruningOptions : PruningMethod
{
    /// <summary>
    /// How often the network is trained; it is pruned between two trainings, so without a schedule the last density is
    /// <c>(1 − Rate)^(Cycles − 1)</c>.
    /// </summary>
    public int Cycles { get; init; } = 18;

    /// <summary>
    /// Sparsity after each pruning; null prunes the share <see cref="PruningMethod.Rate"/> each time. With a schedule the rate
    /// only says how large AP's part is, q/p.
    /// </summary>
    public SparsitySchedule? Schedule { get; init; }

    /// <summary>Where each training starts.</summary>
    public Rewinding Rewinding { get; init; } = Rewinding.ToInitialisation;

    /// <summary>For <see cref="Rewinding.ToStep"/>: after how many steps of the first training the weights are taken.</summary>
    public int RewindStep { get; init; }

    /// <summary>Examples for scores that take gradients; null where none does.</summary>
    public Calibration? Calibration { get; init; }
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
    /// <param name="train">
    /// Trains the network, given the cycle's number; it must call <see cref="PruningState.AfterStep"/> after each optimiser step
    /// (<see cref="PruningMasks.Apply"/> is enough where nothing rewinds to a step).
    /// </param>
    /// <param name="measure">Measures the trained network, given the cycle's number, before it is pruned further.</param>
    /// <param name="select">Which parameters are prunable, by name; null takes those with <c>weight</c> in their name.</param>
    /// <returns>One entry for each training, densest first.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A rate or count is out of range, or AP's rate is above the whole.</exception>
    /// <exception cref="InvalidOperationException">The first training ended before the step to rewind to.</exception>
    public static IReadOnlyList<PruningCycle<T>> Run<T>(
        Module<Tensor, Tensor> model, IterativePruningOptions options, Action<int, PruningState> train, Func<int, PruningState, T> measure, Func<string, bool>? select = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(measure);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.Cycles);
        ArgumentOutOfRangeException.ThrowIfNegative(options.RewindStep);
        options.CheckShare();

        using var masks = new PruningMasks(model, select);
        using var point = new RewindPoint(model, options.Rewinding == Rewinding.ToStep ? options.RewindStep : 0);
        var rewinds = options.Rewinding is Rewinding.ToInitialisation or Rewinding.ToStep;
        var cycles = new List<PruningCycle<T>>(options.Cycles);
        for (var cycle = 0; cycle < options.Cycles; cycle++)
        {
            using var scope = torch.NewDisposeScope();
            // Weights that training itself replaces while it runs cannot be what movement is measured from.
            using var start = !rewinds || !point.IsTaken ? new WeightSnapshot(model) : null;
            var state = new PruningState(model, masks, start ?? point.Weights) { Calibration = options.Calibration, Rewind = point };
            train(cycle, state);
            masks.Apply();
            if (!point.IsTaken)
            {
                throw new InvalidOperationException(
                    $"The first training ended before step {point.Step}, to which weights are to be rewound, or did not call {nameof(PruningState)}.{nameof(PruningState.AfterStep)}.");
            }

            cycles.Add(new PruningCycle<T>(cycle, masks.Alive, masks.Total, measure(cycle, state)));
            if (cycle + 1 == options.Cycles) break;
            Prune(state, options, cycle + 1);
            if (rewinds) point.Weights.Restore(model, masks);
        }

        return cycles;
    }

    /// <summary>The pruning between two trainings: the base method takes p − q, then AP takes q, of the weights alive before; their sum is p.</summary>
    /// <param name="state">The trained network.</param>
    /// <param name="options">How to prune.</param>
    /// <returns>How many weights were pruned.</returns>
    public static long Prune(PruningState state, IterativePruningOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options.Prune(state);
    }

    private static void Prune(PruningState state, IterativePruningOptions options, int pruning)
    {
        if (options.Schedule is null) options.Prune(state);
        else options.PruneTo(state, options.Schedule.After(pruning, options.Cycles - 1));
    }
}

using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Workbench.Pruning;

/// <summary>A trained network about to be pruned: what a score may look at.</summary>
/// <param name="Model">The network, pruned weights at 0.</param>
/// <param name="Masks">Which of its weights are alive.</param>
/// <param name="Start">The values at the start of the training that just ended.</param>
public sealed record PruningState(Module<Tensor, Tensor> Model, PruningMasks Masks, WeightSnapshot Start)
{
    /// <summary>Examples for scores that take gradients; null where none does.</summary>
    public Calibration? Calibration { get; init; }

    /// <summary>Where iterative pruning rewinds to; null outside of it.</summary>
    public RewindPoint? Rewind { get; init; }

    /// <summary>What a training does after each optimiser step: pruned weights return to 0, and the rewind point is taken when its step has come.</summary>
    /// <param name="step">The step's number from 0.</param>
    public void AfterStep(int step)
    {
        Masks.Apply();
        Rewind?.AfterStep(step);
    }

    /// <summary>Prunes on trial, without retraining: measures the network so pruned and puts its weights and masks back bit for bit.</summary>
    /// <param name="prune">Prunes the state it is given, whose masks are a copy.</param>
    /// <param name="measure">Measures the network.</param>
    /// <example>
    /// <code>
    /// var dnr = state.Try(trial => new ActivationPruning().Prune(trial, trial.Masks.Alive),
    ///     () => DeadNeuronRate.Measure(state.Model, images).Total.Dynamic);
    /// </code>
    /// </example>
    public T Try<T>(Action<PruningState> prune, Func<T> measure)
    {
        ArgumentNullException.ThrowIfNull(prune);
        ArgumentNullException.ThrowIfNull(measure);
        using var trained = new WeightSnapshot(Model);
        using var masks = Masks.Clone();
        try
        {
            prune(this with { Masks = masks });
            masks.Apply();
            return measure();
        }
        finally
        {
            trained.Restore(Model);
        }
    }
}

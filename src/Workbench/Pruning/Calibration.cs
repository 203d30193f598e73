using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Workbench.Pruning;

/// <summary>Examples, and the loss on them, from which scores take gradients.</summary>
/// <param name="Inputs">Samples <c>[N, …]</c>.</param>
/// <param name="Targets">What the loss compares with, <c>[N, …]</c>; classes int64 <c>[N]</c> for the default loss.</param>
public sealed record Calibration(Tensor Inputs, Tensor Targets)
{
    /// <summary>The mean loss of a batch, given the network's outputs and the targets; cross-entropy by default.</summary>
    public Func<Tensor, Tensor, Tensor> Loss { get; init; } = (output, target) => functional.cross_entropy(output, target);

    /// <summary>Samples of a batch; scores that average over batches (<see cref="Taylor"/>) depend on it.</summary>
    public int BatchSize { get; init; } = 500;

    /// <summary>
    /// Whether layers run in training mode, so that batch normalisation takes the statistics of the batch: right for a
    /// network at its initialisation, whose running statistics mean nothing yet. Buffers are put back afterwards.
    /// </summary>
    public bool BatchStatistics { get; init; }
}

/// <summary>Gradients of the loss with respect to the masked parameters of a network.</summary>
internal static class WeightGradients
{
    /// <summary>The gradient of the mean loss over all samples, in the order of the masks' names.</summary>
    public static Tensor[] Mean(PruningState state, string score, Func<Tensor, Tensor>? outputs = null)
    {
        var sums = state.Masks.Names.Select(name => torch.zeros_like(state.Masks[name])).ToArray();
        EachBatch(state, score, createGraph: false, (share, gradients) =>
        {
            for (var i = 0; i < sums.Length; i++) sums[i].add_(gradients[i], share);
        }, outputs);
        return sums;
    }

    /// <summary>Calls <paramref name="seen"/> with the gradient of each batch's mean loss and the batch's share of the samples.</summary>
    /// <param name="state">The network and its examples.</param>
    /// <param name="score">Who asks, for the message where there are no examples.</param>
    /// <param name="createGraph">Whether gradients can be differentiated again.</param>
    /// <param name="seen">What to do; tensors made in it are released after it.</param>
    /// <param name="outputs">Applied to the network's outputs before the loss.</param>
    public static void EachBatch(
        PruningState state, string score, bool createGraph, Action<double, IList<Tensor>> seen, Func<Tensor, Tensor>? outputs = null)
    {
        ArgumentNullException.ThrowIfNull(state);
        var data = Examples(state, score);
        var weights = state.Masks.Names.Select(name => (Tensor)state.Masks.Weight(name)).ToList();
        using var buffers = data.BatchStatistics ? new WeightSnapshot(state.Model) : null;
        var wasTraining = state.Model.training;
        state.Model.train(data.BatchStatistics);
        try
        {
            using var grad = torch.enable_grad();
            var count = data.Inputs.shape[0];
            for (long start = 0; start < count; start += data.BatchSize)
            {
                using var scope = torch.NewDisposeScope();
                var size = Math.Min(data.BatchSize, count - start);
                var output = state.Model.call(data.Inputs.narrow(0, start, size));
                var loss = data.Loss(outputs is null ? output : outputs(output), data.Targets.narrow(0, start, size));
                seen((double)size / count, torch.autograd.grad([loss], weights, create_graph: createGraph));
            }
        }
        finally
        {
            state.Model.train(wasTraining);
            buffers?.Restore(state.Model);
        }
    }

    public static Calibration Examples(PruningState state, string score)
    {
        var data = state.Calibration ?? throw new InvalidOperationException(
            $"The score '{score}' takes gradients: give examples by {nameof(IterativePruningOptions)}.{nameof(IterativePruningOptions.Calibration)} "
            + $"or {nameof(PruningState)}.{nameof(PruningState.Calibration)}.");
        if (data.Inputs.shape[0] == 0 || data.Inputs.shape[0] != data.Targets.shape[0])
        {
            throw new InvalidOperationException(
                $"The score '{score}' was given {data.Inputs.shape[0]} inputs and {data.Targets.shape[0]} targets; expected as many, at least one.");
        }

        return data.BatchSize >= 1 ? data : throw new InvalidOperationException($"The calibration's batch size is {data.BatchSize}; expected at least 1.");
    }
}

using TorchSharp;
using Workbench.Data;
using Workbench.Flows;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Workbench.Training;

/// <summary>How a classifier is trained.</summary>
public sealed record ClassifierOptions : LoopOptions
{
    /// <summary>Passes over the data.</summary>
    public int Epochs { get; init; } = 1;

    /// <summary>Examples a step; the last batch of an epoch holds what is left.</summary>
    public int BatchSize { get; init; } = 128;

    /// <summary>Seed of the order in which examples are visited.</summary>
    public required int Seed { get; init; }

    /// <summary>The loss of outputs <c>[batch, classes]</c> and labels <c>[batch]</c>, a scalar; softmax cross-entropy when null.</summary>
    public Func<Tensor, Tensor, Tensor>? Loss { get; init; }
}

/// <summary>Supervised training of a classifier, with cross-entropy if nothing else is said, and its accuracy.</summary>
public static partial class Classifier
{
    /// <summary>
    /// Trains on <paramref name="data"/>, freshly shuffled every epoch. The model, the data and the seed determine the
    /// result bit for bit on one machine.
    /// </summary>
    /// <param name="model">Maps images <c>[batch, …]</c> to logits <c>[batch, classes]</c>.</param>
    /// <param name="data">Images and their classes; best on the model's device, else each batch is brought there.</param>
    /// <param name="options">How to train.</param>
    /// <returns>Loss and accuracy of every step, on the step's own batch before the update.</returns>
    /// <exception cref="DivergedException">A loss is NaN or infinite.</exception>
    public static TrainingCurve Train(Module<Tensor, Tensor> model, LabelledImages data, ClassifierOptions options)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfNegative(options.Epochs);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.BatchSize);

        var perEpoch = (int)((data.Count + options.BatchSize - 1) / options.BatchSize);
        var wasTraining = model.training;
        model.train();
        var device = model.parameters().FirstOrDefault()?.device ?? data.Images.device;
        using var generator = new Generator((ulong)options.Seed);
        Tensor? order = null;
        // What a step reads lies at one place, so that steps may be recorded: the examples' numbers are copied there.
        using var chosen = torch.zeros(Math.Min(options.BatchSize, data.Count), ScalarType.Int64, data.Labels.device).DetachFromDisposeScope();
        try
        {
            return TrainingLoop.Run(model.parameters(), options.Epochs * perEpoch, step =>
            {
                var rest = data.Count - (long)(step % perEpoch) * options.BatchSize;
                var batch = rest < chosen.shape[0] ? chosen.narrow(0, 0, rest) : chosen;
                Tensor Pick(Tensor of) => Transfer.To(of.index_select(0, batch), device, options.PinnedTransfers);
                var labels = Pick(data.Labels);
                var logits = model.call(Pick(data.Images));
                return new StepOutcome(options.Loss?.Invoke(logits, labels) ?? functional.cross_entropy(logits, labels), Share(logits, labels));
            }, options, new RecordableStep
            {
                Generators = [],
                Buffers = [.. model.buffers()],
                Before = Choose,
                Refusal = options.Capture != true ? "a classifier's steps are recorded only when asked for: hooks on its layers would run once"
                    : data.Labels.device_type != device.type ? "the examples lie in CPU memory"
                    : data.Count % options.BatchSize != 0 ? "the last batch of an epoch is smaller than the others" : null,
            });
        }
        finally
        {
            order?.Dispose();
            model.train(wasTraining);
        }

        void Choose(int step)
        {
            using var noGrad = torch.no_grad();
            using var scope = torch.NewDisposeScope();
            var position = step % perEpoch;
            if (position == 0)
            {
                order?.Dispose();
                // Drawn on the CPU, so that the order does not depend on the device.
                order = torch.randperm(data.Count, generator: generator).to(data.Labels.device).DetachFromDisposeScope();
            }

            var start = (long)position * options.BatchSize;
            var count = Math.Min(options.BatchSize, data.Count - start);
            chosen.narrow(0, 0, count).copy_(order!.narrow(0, start, count));
        }
    }

    /// <summary>Share of the data whose largest logit is at its class, in evaluation mode.</summary>
    /// <param name="model">Maps images <c>[batch, …]</c> to logits <c>[batch, classes]</c>.</param>
    /// <param name="data">Images and their classes, on the model's device.</param>
    /// <param name="batchSize">Examples at a time.</param>
    public static double Accuracy(Module<Tensor, Tensor> model, LabelledImages data, int batchSize = 1000)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(data);
        var wasTraining = model.training;
        model.eval();
        try
        {
            using var noGrad = torch.no_grad();
            using var scope = torch.NewDisposeScope();
            var correct = torch.zeros(1, ScalarType.Int64, data.Labels.device);
            foreach (var (images, labels) in data.Batches(batchSize))
            {
                using var batch = torch.NewDisposeScope();
                correct.add_(model.call(images).argmax(1).eq(labels).sum());
            }

            return (double)correct.item<long>() / data.Count;
        }
        finally
        {
            model.train(wasTraining);
        }
    }

    private static Tensor Share(Tensor logits, Tensor labels)
    {
        using var noGrad = torch.no_grad();
        return logits.detach().argmax(1).eq(labels).to_type(ScalarType.Float32).mean();
    }
}

using TorchSharp;
using Workbench.Data;
using Workbench.Flows;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Workbench.Training;

public static partial class Classifier
{
    /// <summary>
    /// Trains the classifiers of several seeds at once, as one <see cref="BatchedModule"/>: classifier k sees the examples in
    /// the order of seed k, and ends where <c>Train(models[k], data, options with { Seed = seeds[k] })</c> ends, up to
    /// rounding. A classifier that diverges does not touch the others. Dropout draws differ from those of a single training.
    /// </summary>
    /// <param name="models">Networks of one architecture, one a seed, on one device; changed in place.</param>
    /// <param name="data">Images and their classes; best on the models' device, else each batch is brought there.</param>
    /// <param name="options">How to train; its own seed is not read, and what runs after each step runs once.</param>
    /// <param name="seeds">The seeds of the orders.</param>
    /// <param name="rateFactors">What the learning rate of each network is multiplied with; null for 1.</param>
    /// <returns>Loss and accuracy of every step of every network.</returns>
    /// <exception cref="ArgumentException">There is no network, or not one seed for each, or they differ in architecture.</exception>
    /// <exception cref="NotSupportedException">A layer has no batch rule, or the options have a loss of their own.</exception>
    public static IReadOnlyList<BatchedOutcome> TrainBatched(
        IReadOnlyList<Module<Tensor, Tensor>> models, LabelledImages data, ClassifierOptions options, IReadOnlyList<int> seeds,
        IReadOnlyList<double>? rateFactors = null)
    {
        ArgumentNullException.ThrowIfNull(models);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(seeds);
        ArgumentOutOfRangeException.ThrowIfNegative(options.Epochs);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.BatchSize);
        if (options.Loss is not null)
            throw new NotSupportedException("Classifiers are trained together with cross-entropy only; train them one by one with another loss.");
        if (seeds.Count != models.Count)
            throw new ArgumentException($"Expected one seed for each of {models.Count} networks; got {seeds.Count}.", nameof(seeds));

        var perEpoch = (int)((data.Count + options.BatchSize - 1) / options.BatchSize);
        var generators = seeds.Select(seed => new Generator((ulong)seed)).ToList();
        var wasTraining = models.Select(model => model.training).ToList();
        Tensor? orders = null;
        try
        {
            using var batched = BatchedModule.Of(models);
            batched.train();
            var device = batched.Parameters.FirstOrDefault()?.device ?? data.Images.device;
            var outcomes = BatchedLoop.Run(batched, options.Epochs * perEpoch, step =>
            {
                var start = (long)(step % perEpoch) * options.BatchSize;
                if (start == 0)
                {
                    orders?.Dispose();
                    // Drawn on the CPU, so that the order does not depend on the device.
                    orders = torch.stack([.. generators.Select(generator => torch.randperm(data.Count, generator: generator))])
                        .to(data.Labels.device).DetachFromDisposeScope();
                }

                var chosen = orders!.narrow(1, start, Math.Min(options.BatchSize, data.Count - start));
                Tensor Pick(Tensor of) => Transfer.To(of.index_select(0, chosen.flatten()), device, options.PinnedTransfers);
                var labels = Pick(data.Labels);
                var images = Pick(data.Images);
                var logits = batched.call(images.reshape([.. chosen.shape, .. images.shape[1..]])).flatten(0, 1);
                var losses = functional.cross_entropy(logits, labels, reduction: Reduction.None);
                return new StepOutcome(losses.reshape(chosen.shape).mean([1]), Shares(logits, labels, chosen.shape));
            }, options, rateFactors);
            batched.Unstack();
            return outcomes;
        }
        finally
        {
            orders?.Dispose();
            foreach (var generator in generators) generator.Dispose();
            foreach (var (model, training) in models.Zip(wasTraining)) model.train(training);
        }
    }

    private static Tensor Shares(Tensor logits, Tensor labels, long[] shape)
    {
        using var noGrad = torch.no_grad();
        return logits.detach().argmax(1).eq(labels).to_type(ScalarType.Float32).reshape(shape).mean([1]);
    }
}

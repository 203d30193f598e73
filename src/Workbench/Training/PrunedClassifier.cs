using TorchSharp;
using Workbench.Data;
using Workbench.Probes;
using Workbench.Pruning;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Workbench.Training;

/// <summary>A pruned classifier after one training.</summary>
/// <param name="Accuracy">Share of the test images classified right.</param>
/// <param name="Loss">Training loss over the last tenth of the steps.</param>
/// <param name="DeadNeurons">Dead neurons on the test images.</param>
/// <param name="Sparsity">Alive weights by parameter.</param>
public sealed record PrunedClassifierResult(double Accuracy, double Loss, DeadNeuronReport DeadNeurons, SparsityReport Sparsity);

/// <summary>Iterative pruning of a classifier: every cycle trains, and measures accuracy and dead neurons on test images.</summary>
public static class PrunedClassifier
{
    /// <summary>Trains, measures and prunes in cycles; a pure function of the model's and the options' seeds on one machine.</summary>
    /// <param name="model">Makes the network at its initialisation; it must name its ReLUs, and is disposed at the end.</param>
    /// <param name="train">Examples to train on.</param>
    /// <param name="test">Examples to measure on.</param>
    /// <param name="pruning">How to prune; with and without AP every training has the same length.</param>
    /// <param name="training">How to train a cycle; each cycle visits the examples in an order of its own.</param>
    /// <param name="finished">Called with the trained network of each cycle and the cycle's number, for progress and further measurements.</param>
    /// <returns>One entry for each cycle, densest first.</returns>
    /// <exception cref="DivergedException">A training diverged.</exception>
    public static IReadOnlyList<PruningCycle<PrunedClassifierResult>> Run(
        Func<Module<Tensor, Tensor>> model, LabelledImages train, LabelledImages test,
        IterativePruningOptions pruning, ClassifierOptions training, Action<int, PruningState>? finished = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(test);
        ArgumentNullException.ThrowIfNull(pruning);
        ArgumentNullException.ThrowIfNull(training);

        using var scope = torch.NewDisposeScope();
        using var network = model();
        var loss = double.NaN;
        return IterativePruning.Run(
            network, pruning,
            (cycle, state) => loss = Classifier.Train(network, train, Cycle(training, cycle, state.Masks)).FinalLoss,
            (cycle, state) =>
            {
                var result = new PrunedClassifierResult(
                    Classifier.Accuracy(network, test), loss, DeadNeuronRate.Measure(network, test.Images), SparsityReport.Of(state.Masks));
                finished?.Invoke(cycle, state);
                return result;
            });
    }

    /// <summary>The options of one cycle: masks re-applied after each step, and an order of examples that differs from cycle to cycle and from seed to seed.</summary>
    public static ClassifierOptions Cycle(ClassifierOptions training, int cycle, PruningMasks masks)
    {
        ArgumentNullException.ThrowIfNull(training);
        ArgumentNullException.ThrowIfNull(masks);
        return training with
        {
            Seed = checked((training.Seed * 1000) + cycle),
            AfterStep = step =>
            {
                masks.Apply();
                training.AfterStep?.Invoke(step);
            },
        };
    }
}

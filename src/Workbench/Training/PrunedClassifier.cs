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
    /// <param name="pruning">
    /// How to prune; with and without AP every training has the same length. Scores that take gradients take them on the first
    /// 1000 examples to train on, where no others are given.
    /// </param>
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
        var examples = Math.Min(1000, train.Count);
        return IterativePruning.Run(
            network, pruning with { Calibration = pruning.Calibration ?? new(train.Images.narrow(0, 0, examples), train.Labels.narrow(0, 0, examples)) },
            (cycle, state) => loss = Classifier.Train(network, train, Cycle(training, cycle, state, pruning)).FinalLoss,
            (cycle, state) =>
            {
                var result = new PrunedClassifierResult(
                    Classifier.Accuracy(network, test), loss, DeadNeuronRate.Measure(network, test.Images), SparsityReport.Of(state.Masks));
                finished?.Invoke(cycle, state);
                return result;
            });
    }

    /// <summary>
    /// The options of one cycle: masks re-applied after each step, an order of examples that differs from cycle to cycle and
    /// from seed to seed, and the learning rate that the rewinding asks for.
    /// </summary>
    /// <param name="training">The options of the first cycle.</param>
    /// <param name="cycle">The cycle's number from 0.</param>
    /// <param name="state">The network and its masks.</param>
    /// <param name="pruning">What is rewound.</param>
    public static ClassifierOptions Cycle(ClassifierOptions training, int cycle, PruningState state, IterativePruningOptions pruning)
    {
        ArgumentNullException.ThrowIfNull(training);
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(pruning);
        return training with
        {
            Seed = checked((training.Seed * 1000) + cycle),
            LearningRate = cycle == 0 || training.LearningRate is not { } rate ? training.LearningRate : pruning.Rewinding switch
            {
                // The schedule goes on where the weights are; all cycles take as many steps, so the last rate is held at the end.
                Rewinding.ToStep => (step, total) => rate(Math.Min(step + pruning.RewindStep, total - 1), total),
                Rewinding.None => (_, total) => rate(total - 1, total),
                _ => rate,
            },
            AfterStep = step =>
            {
                state.AfterStep(step);
                training.AfterStep?.Invoke(step);
            },
        };
    }
}

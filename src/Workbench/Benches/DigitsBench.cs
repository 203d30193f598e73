using TorchSharp;
using TorchSharp.Modules;
using Workbench.Activations;
using Workbench.Data;
using Workbench.Training;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Workbench.Benches;

/// <summary>
/// The smallest bench of activations: handwritten digits, an MLP and Adam, about a second a run on one core. One seed gives the split, the weights
/// and the order, so that activations are compared seed by seed.
/// </summary>
/// <remarks>
/// <code>
/// using var data = DigitsBench.Data(seed);
/// using var model = DigitsBench.Mlp(Activations.ByName("gelu"), [64, 64, 10], seed);
/// Classifier.Train(model, data.Train, DigitsBench.Options(seed));
/// var accuracy = Classifier.Accuracy(model, data.Test);
/// </code>
/// </remarks>
public static class DigitsBench
{
    /// <summary>Examples to train on.</summary>
    public const int TrainCount = 1300;

    /// <summary>Examples to evaluate on.</summary>
    public const int TestCount = Digits.Count - TrainCount;

    /// <summary>The digits as vectors in [0, 1] (grey level/16), parted by a seed: images float32 [1300, 64] and [497, 64].</summary>
    /// <param name="seed">Seed of the split.</param>
    /// <param name="device">Where the tensors go; the CPU when null.</param>
    /// <exception cref="FileNotFoundException">The file of the digits is not there.</exception>
    public static DigitsSplits Data(int seed, Device? device = null)
    {
        using var digits = Digits.Load(TestCount, seed, device: device);
        // They are read as level/8 - 1.
        LabelledImages Flat(LabelledImages part)
        {
            using var scope = torch.NewDisposeScope();
            return new((part.Images.flatten(1) + 1).div_(2).MoveToOuterDisposeScope(), part.Labels.clone().MoveToOuterDisposeScope());
        }

        return new(Flat(digits.Train), Flat(digits.Test));
    }

    /// <summary>An MLP: <c>linear1</c>, <c>activation1</c>, …, the last layer without an activation.</summary>
    /// <param name="activation">Makes the activation of a hidden layer; called once for each.</param>
    /// <param name="widths">Inputs, hidden widths and outputs, such as 64, 32, 32, 10.</param>
    /// <param name="seed">Seed of the weights and biases, evenly from ±1/√fan-in.</param>
    /// <exception cref="ArgumentException">Fewer than two widths, or one below 1.</exception>
    public static Sequential Mlp(Func<Module<Tensor, Tensor>> activation, IReadOnlyList<long> widths, int seed)
    {
        ArgumentNullException.ThrowIfNull(activation);
        return Mlp(_ => activation(), widths, seed);
    }

    /// <summary>An MLP of a registered activation.</summary>
    /// <param name="activation">The activation of all hidden layers, each with trained parameters of its own.</param>
    /// <param name="widths">Inputs, hidden widths and outputs, such as 64, 32, 32, 10.</param>
    /// <param name="seed">Seed of the weights and biases, evenly from ±1/√fan-in.</param>
    /// <param name="perNeuron">Whether every neuron has trained parameters of its own, instead of one set a layer.</param>
    /// <exception cref="ArgumentException">Fewer than two widths, or one below 1.</exception>
    public static Sequential Mlp(Activation activation, IReadOnlyList<long> widths, int seed, bool perNeuron = false)
    {
        ArgumentNullException.ThrowIfNull(activation);
        return Mlp(width => activation.ToModule(perNeuron ? width : 1), widths, seed);
    }

    /// <summary>The training: Adam, batches of 64.</summary>
    /// <param name="seed">Seed of the order.</param>
    /// <param name="epochs">Passes over the data.</param>
    /// <param name="rate">The learning rate.</param>
    public static ClassifierOptions Options(int seed, int epochs = 30, double rate = 2e-3) => new()
    {
        Seed = seed,
        Epochs = epochs,
        BatchSize = 64,
        Optimizer = parameters => optim.Adam(parameters, rate),
    };

    private static Sequential Mlp(Func<long, Module<Tensor, Tensor>> activation, IReadOnlyList<long> widths, int seed)
    {
        ArgumentNullException.ThrowIfNull(widths);
        if (widths.Count < 2 || widths.Any(width => width < 1))
            throw new ArgumentException($"Expected at least inputs and outputs, each 1 or more; got {string.Join("-", widths)}.", nameof(widths));
        var layers = new List<(string, Module<Tensor, Tensor>)>();
        for (var i = 1; i < widths.Count; i++)
        {
            layers.Add(($"linear{i}", Linear(widths[i - 1], widths[i])));
            if (i < widths.Count - 1)
                layers.Add(($"activation{i}", activation(widths[i])));
        }

        return BenchWeights.Chain(layers, seed);
    }
}

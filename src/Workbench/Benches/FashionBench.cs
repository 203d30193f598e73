using TorchSharp;
using TorchSharp.Modules;
using Workbench.Activations;
using Workbench.Data;
using Workbench.Training;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Workbench.Benches;

/// <summary>
/// The bench of images: Fashion-MNIST, a convolutional network and Adam. On a CPU 10,000 images, <see cref="Cnn(Activation, int, bool)"/> and 3
/// epochs; on a GPU all 60,000, <see cref="ActivatedResNet"/> and 15.
/// </summary>
/// <remarks>
/// <code>
/// using var data = FashionBench.Data(test: 2000);
/// using var model = FashionBench.Cnn(Activations.ByName("gelu"), seed);
/// Classifier.Train(model, data.Train, FashionBench.Options(seed));
/// var accuracy = Classifier.Accuracy(model, data.Test);
/// </code>
/// </remarks>
public static class FashionBench
{
    /// <summary>Training images of a CPU run.</summary>
    public const int TrainCount = 10_000;

    /// <summary>The first images of both sets, pixels in [0, 1]: float32 [N, 1, 28, 28].</summary>
    /// <param name="train">Training images; null takes all 60,000.</param>
    /// <param name="test">Test images; null takes all 10,000.</param>
    /// <param name="device">Where the tensors go; the CPU when null.</param>
    /// <exception cref="ArgumentOutOfRangeException">More are asked for than there are, or none.</exception>
    /// <exception cref="FileNotFoundException">The files are not there.</exception>
    public static FashionMnistSplits Data(int? train = TrainCount, int? test = 2000, Device? device = null)
        => FashionMnist.Load(train, test, PixelScaling.Unit, device: device);

    /// <summary>
    /// 3×3 convolution to 16 channels, pooling, to 32, pooling, 128 neurons, 10 classes: <c>conv1</c>, <c>activation1</c>, <c>pool1</c>, <c>conv2</c>,
    /// <c>activation2</c>, <c>pool2</c>, <c>flatten</c>, <c>linear1</c>, <c>activation3</c>, <c>linear2</c>.
    /// </summary>
    /// <param name="activation">Makes an activation; called three times.</param>
    /// <param name="seed">Seed of the weights and biases, evenly from ±1/√fan-in.</param>
    public static Sequential Cnn(Func<Module<Tensor, Tensor>> activation, int seed)
    {
        ArgumentNullException.ThrowIfNull(activation);
        return Cnn(_ => activation(), seed);
    }

    /// <summary>The convolutional network of a registered activation.</summary>
    /// <param name="activation">The activation of all hidden layers, each with trained parameters of its own.</param>
    /// <param name="seed">Seed of the weights and biases, evenly from ±1/√fan-in.</param>
    /// <param name="perChannel">Whether every channel (neuron) has trained parameters of its own, instead of one set a layer.</param>
    public static Sequential Cnn(Activation activation, int seed, bool perChannel = false)
    {
        ArgumentNullException.ThrowIfNull(activation);
        return Cnn(channels => activation.ToModule(perChannel ? channels : 1), seed);
    }

    /// <summary>The training: Adam, batches of 64.</summary>
    /// <param name="seed">Seed of the order.</param>
    /// <param name="epochs">Passes over the data.</param>
    /// <param name="rate">The learning rate.</param>
    public static ClassifierOptions Options(int seed, int epochs = 3, double rate = 1e-3) => new()
    {
        Seed = seed,
        Epochs = epochs,
        BatchSize = 64,
        Optimizer = parameters => optim.Adam(parameters, rate),
    };

    private static Sequential Cnn(Func<long, Module<Tensor, Tensor>> activation, int seed) => BenchWeights.Chain(
    [
        ("conv1", Conv2d(1, 16, 3L, padding: 1)), ("activation1", activation(16)), ("pool1", MaxPool2d(2)),
        ("conv2", Conv2d(16, 32, 3L, padding: 1)), ("activation2", activation(32)), ("pool2", MaxPool2d(2)),
        ("flatten", Flatten()), ("linear1", Linear(32 * 7 * 7, 128)), ("activation3", activation(128)), ("linear2", Linear(128, 10)),
    ], seed);
}

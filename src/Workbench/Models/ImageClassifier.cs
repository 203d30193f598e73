using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Workbench.Models;

/// <summary>
/// A small convolutional classifier of square grey images whose 64 penultimate features serve Fréchet distances between
/// generated and real images, and whose feature maps serve a perceptual loss. One network must not do both.
/// </summary>
public sealed class ImageClassifier : nn.Module<Tensor, Tensor>
{
    /// <summary>The number of penultimate features.</summary>
    public const int FeatureCount = 64;

    // Convolution, ReLU, pooling, convolution, ReLU.
    private const int LayersOfMaps = 5;
    private readonly Sequential _trunk;
    private readonly Linear _head;

    /// <summary>A network with its own seed.</summary>
    /// <param name="classes">The number of classes.</param>
    /// <param name="seed">Seed of its weights.</param>
    /// <param name="side">Height and width of the images, at least 4.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer than two classes, or the images are too small.</exception>
    public ImageClassifier(long classes, int seed, int side = 28)
        : base(nameof(ImageClassifier))
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(side, 4);
        _trunk = nn.Sequential(
            nn.Conv2d(1, 32, kernel_size: 3, padding: 1), nn.ReLU(), nn.MaxPool2d(2),
            nn.Conv2d(32, 64, kernel_size: 3, padding: 1), nn.ReLU(), nn.MaxPool2d(2),
            nn.Flatten(), nn.Linear(64 * (side / 4) * (side / 4), FeatureCount), nn.ReLU());
        _head = nn.Linear(FeatureCount, classes);
        RegisterComponents();
        UniformInitialisation.Apply(this, seed);
    }

    /// <summary>The class scores (logits) of images.</summary>
    /// <param name="x">Images in [-1, 1], [batch, 1, side, side].</param>
    /// <returns>[batch, classes].</returns>
    public override Tensor forward(Tensor x) => _head.call(Features(x));

    /// <summary>The penultimate features of images.</summary>
    /// <param name="x">Images in [-1, 1], [batch, 1, side, side].</param>
    /// <returns>[batch, 64], not negative.</returns>
    public Tensor Features(Tensor x) => _trunk.call(x);

    /// <summary>The maps of both convolutional layers, after their ReLUs: what <see cref="Flows.PerceptualLoss"/> compares.</summary>
    /// <param name="x">Images in [-1, 1], [batch, 1, side, side].</param>
    /// <returns>[batch, 32, side, side] and [batch, 64, side/2, side/2], not negative.</returns>
    public IReadOnlyList<Tensor> Maps(Tensor x)
    {
        var maps = new List<Tensor>();
        foreach (var layer in _trunk.children().Cast<nn.Module<Tensor, Tensor>>().Take(LayersOfMaps))
        {
            x = layer.call(x);
            if (layer is ReLU) maps.Add(x);
        }

        return maps;
    }
}

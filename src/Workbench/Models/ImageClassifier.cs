using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Workbench.Models;

/// <summary>
/// A small convolutional classifier of 28×28 grey images whose 64 penultimate features serve Fréchet distances between
/// generated and real images.
/// </summary>
public sealed class ImageClassifier : nn.Module<Tensor, Tensor>
{
    /// <summary>The number of penultimate features.</summary>
    public const int FeatureCount = 64;

    private readonly Sequential _trunk;
    private readonly Linear _head;

    /// <summary>A network with its own seed.</summary>
    /// <param name="classes">The number of classes.</param>
    /// <param name="seed">Seed of its weights.</param>
    public ImageClassifier(long classes, int seed)
        : base(nameof(ImageClassifier))
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 2);
        _trunk = nn.Sequential(
            nn.Conv2d(1, 32, kernel_size: 3, padding: 1), nn.ReLU(), nn.MaxPool2d(2),
            nn.Conv2d(32, 64, kernel_size: 3, padding: 1), nn.ReLU(), nn.MaxPool2d(2),
            nn.Flatten(), nn.Linear(64 * 7 * 7, FeatureCount), nn.ReLU());
        _head = nn.Linear(FeatureCount, classes);
        RegisterComponents();
        UniformInitialisation.Apply(this, seed);
    }

    /// <summary>The class scores (logits) of images.</summary>
    /// <param name="x">Images in [-1, 1], [batch, 1, 28, 28].</param>
    /// <returns>[batch, classes].</returns>
    public override Tensor forward(Tensor x) => _head.call(Features(x));

    /// <summary>The penultimate features of images.</summary>
    /// <param name="x">Images in [-1, 1], [batch, 1, 28, 28].</param>
    /// <returns>[batch, 64], not negative.</returns>
    public Tensor Features(Tensor x) => _trunk.call(x);
}

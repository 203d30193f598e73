using System.Security.Cryptography;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Workbench.Models;

/// <summary>
/// The classifier of Fashion-MNIST whose 64 penultimate features stand in for those of Inception: the Fréchet distance on them is FD64,
/// and its accuracy on generated images says whether they show the class that was asked for. Its trained weights, which tell 91 % of the test images, come with the library.
/// </summary>
/// <remarks>
/// <code>
/// var classifier = FeatureClassifier.Pretrained();
/// var distance = FrechetDistance.Between(classifier.Embed(samples), classifier.Embed(data.Test.Images));
/// </code>
/// The weights are made by <c>data/train-feature-classifier.cs</c>. Images are 28×28 in [-1, 1]
/// (<see cref="Data.PixelScaling.Symmetric"/>). A perceptual loss for training should take another network
/// (<see cref="ImageClassifier"/>): what is trained on these features is no longer judged by them.
/// </remarks>
public sealed class FeatureClassifier : nn.Module<Tensor, Tensor>
{
    /// <summary>The number of penultimate features.</summary>
    public const int FeatureCount = 64;

    private const string Resource = "feature-classifier.dat";
    private const string Checksum = "e74e99c9ca98026e7a2c22a7efd3b43942a1a2f83c7f17650ecbe0d3f657f989";
    private readonly Sequential _trunk;
    private readonly Linear _head;

    /// <summary>An untrained network with its own seed.</summary>
    /// <param name="seed">Seed of its weights.</param>
    public FeatureClassifier(int seed)
        : base(nameof(FeatureClassifier))
    {
        _trunk = nn.Sequential(
            nn.Conv2d(1, 16, kernel_size: 3, padding: 1), nn.ReLU(), nn.MaxPool2d(2),
            nn.Conv2d(16, 32, kernel_size: 3, padding: 1), nn.ReLU(), nn.MaxPool2d(2),
            nn.Flatten(), nn.Linear(32 * 7 * 7, FeatureCount), nn.ReLU());
        _head = nn.Linear(FeatureCount, 10);
        RegisterComponents();
        UniformInitialisation.Apply(this, seed);
    }

    /// <summary>The network with the trained weights, in evaluation mode and without gradients of its weights.</summary>
    /// <param name="device">Where it goes; the CPU by default.</param>
    /// <exception cref="InvalidDataException">The weights are not those that the library was tested with.</exception>
    public static FeatureClassifier Pretrained(Device? device = null)
    {
        using var stream = typeof(FeatureClassifier).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidDataException($"The library was built without '{Resource}'.");
        using var content = new MemoryStream();
        stream.CopyTo(content);
        var network = Read(content.ToArray(), Checksum);
        network.to(device ?? torch.CPU);
        return network;
    }

    /// <summary>The class scores (logits) of images.</summary>
    /// <param name="x">Images in [-1, 1], [batch, 1, 28, 28].</param>
    /// <returns>[batch, 10].</returns>
    public override Tensor forward(Tensor x) => _head.call(Features(x));

    /// <summary>The penultimate features of images, with gradients.</summary>
    /// <param name="x">Images in [-1, 1], [batch, 1, 28, 28].</param>
    /// <returns>[batch, 64], not negative.</returns>
    /// <exception cref="ArgumentException">The images have another shape.</exception>
    public Tensor Features(Tensor x) => x.dim() == 4 && x.shape.AsSpan(1).SequenceEqual([1, 28, 28])
        ? _trunk.call(x)
        : throw new ArgumentException($"Expected images [batch, 1, 28, 28]; got [{string.Join(", ", x.shape)}].", nameof(x));

    /// <summary>The features of many images, without gradients, batch by batch.</summary>
    /// <param name="images">Images in [-1, 1], [count, 1, 28, 28].</param>
    /// <param name="batchSize">Images at a time.</param>
    /// <returns>[count, 64].</returns>
    public Tensor Embed(Tensor images, long batchSize = 1000)
    {
        ArgumentNullException.ThrowIfNull(images);
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        using var noGrad = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        return torch.cat([.. images.split(batchSize).Select(Features)]).MoveToOuterDisposeScope();
    }

    /// <summary>Writes the weights at half precision, in TorchSharp's format.</summary>
    /// <param name="path">The file; written beside and renamed.</param>
    /// <returns>The SHA-256 of the file in hexadecimal.</returns>
    public string Write(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using var halves = new FeatureClassifier(0);
        halves.load_state_dict(state_dict());
        halves.to(ScalarType.Float16);
        using var content = new MemoryStream();
        halves.save(content);
        File.WriteAllBytes($"{path}.part", content.ToArray());
        File.Move($"{path}.part", path, overwrite: true);
        return Convert.ToHexStringLower(SHA256.HashData(content.ToArray()));
    }

    /// <summary>Reads written weights after checking them.</summary>
    internal static FeatureClassifier Read(byte[] content, string checksum)
    {
        var found = Convert.ToHexStringLower(SHA256.HashData(content));
        if (found != checksum)
            throw new InvalidDataException($"The weights '{Resource}' have the SHA-256 checksum {found}; expected {checksum}.");
        var network = new FeatureClassifier(0);
        network.to(ScalarType.Float16);
        using var stream = new MemoryStream(content);
        network.load(stream);
        network.to(ScalarType.Float32);
        network.eval();
        foreach (var parameter in network.parameters())
            parameter.requires_grad_(false);
        return network;
    }
}

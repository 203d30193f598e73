using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Training;

/// <summary>The same layer of K networks, as a batch rule sees it.</summary>
public sealed class StackedLayer
{
    private readonly IReadOnlyDictionary<string, Tensor> _stacks;
    private readonly Func<bool> _training;

    internal StackedLayer(string path, IReadOnlyList<nn.Module> layers, IReadOnlyDictionary<string, Tensor> stacks, IReadOnlyList<Generator>? generators, Func<bool> training)
    {
        Path = path;
        Layers = layers;
        Generators = generators;
        _stacks = stacks;
        _training = training;
    }

    /// <summary>Where the layer is in a network, as <c>named_modules</c> writes it; empty for the network itself.</summary>
    public string Path { get; }

    /// <summary>The layer of each network.</summary>
    public IReadOnlyList<nn.Module> Layers { get; }

    /// <summary>K, the number of networks.</summary>
    public int Count => Layers.Count;

    /// <summary>The random sources of the networks, or null where they have none of their own.</summary>
    public IReadOnlyList<Generator>? Generators { get; }

    /// <summary>Whether the pass is one of training.</summary>
    public bool Training => _training();

    /// <summary>A stacked parameter or buffer, <c>[K, …]</c>.</summary>
    /// <param name="name">Its name in the layer, <c>linear1.weight</c> for one of a child.</param>
    /// <exception cref="ArgumentException">The layer has none of that name.</exception>
    public Tensor this[string name] => Find(name)
        ?? throw new ArgumentException($"The layer '{Path}' ({Layers[0].GetType().Name}) has no parameter or buffer '{name}'; it has {string.Join(", ", _stacks.Keys)}.", nameof(name));

    /// <summary>A stacked parameter or buffer, <c>[K, …]</c>, or null where the layer has none of that name.</summary>
    /// <param name="name">Its name in the layer.</param>
    public Tensor? Find(string name) => _stacks.GetValueOrDefault(name);

    /// <summary>A stacked parameter with unit dimensions after K, so that it multiplies inputs <c>[K, batch, …]</c> whose last dimensions are its own.</summary>
    /// <param name="name">Its name in the layer.</param>
    /// <param name="dimensions">The number of dimensions of the inputs.</param>
    public Tensor? Trailing(string name, long dimensions)
    {
        if (Find(name) is not { } stack) return null;
        var shape = stack.shape;
        return stack.reshape([shape[0], .. Enumerable.Repeat(1L, (int)(dimensions - shape.Length)), .. shape[1..]]);
    }

    /// <summary>A stacked parameter of one value a channel, <c>[K, 1, channels, 1, …]</c>, for inputs <c>[K, batch, channels, …]</c>.</summary>
    /// <param name="name">Its name in the layer.</param>
    /// <param name="dimensions">The number of dimensions of the inputs.</param>
    public Tensor? Channels(string name, long dimensions)
        => Find(name)?.reshape([Count, 1, Find(name)!.shape[1], .. Enumerable.Repeat(1L, (int)dimensions - 3)]);
}

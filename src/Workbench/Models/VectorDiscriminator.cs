using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Workbench.Models;

/// <summary>A discriminator of points: a perceptron with leaky ReLUs of slope 0.2 and one score a point.</summary>
public sealed class VectorDiscriminator : nn.Module<Tensor, Tensor>
{
    private readonly Sequential _layers;

    /// <summary>A network with its own seed.</summary>
    /// <param name="dimension">The number of values of a point.</param>
    /// <param name="seed">Seed of its weights.</param>
    /// <param name="width">Units of a hidden layer.</param>
    /// <param name="depth">Number of hidden layers.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
    public VectorDiscriminator(long dimension, int seed, long width = 128, int depth = 3)
        : base(nameof(VectorDiscriminator))
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(dimension, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(depth, 1);
        var layers = new List<nn.Module<Tensor, Tensor>>();
        for (var i = 0; i < depth; i++)
            layers.AddRange([nn.Linear(i == 0 ? dimension : width, width), nn.LeakyReLU(0.2)]);
        layers.Add(nn.Linear(width, 1));
        _layers = nn.Sequential(layers);
        RegisterComponents();
        UniformInitialisation.Apply(this, seed);
    }

    /// <summary>Scores of points; greater for real ones once trained.</summary>
    /// <param name="x">Points, [batch, …], flattened.</param>
    /// <returns>[batch].</returns>
    public override Tensor forward(Tensor x) => _layers.call(x.flatten(1)).squeeze(1);
}

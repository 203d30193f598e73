using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Workbench.Models;

/// <summary>
/// A multilayer perceptron with SiLU units over a point and its time, the network of the two-dimensional flow benches.
/// Inputs are x and [t, sin(πt·f), cos(πt·f)] for f = 1, 2, 4.
/// </summary>
/// <remarks>Points may have any shape [batch, …]; they are flattened on the way in and restored on the way out.</remarks>
public sealed class VelocityMlp : nn.Module<Tensor, Tensor, Tensor>, ISamplewiseNetwork
{
    internal const int TimeFeatures = 7;
    private readonly Sequential _layers;

    /// <summary>A network with its own seed.</summary>
    /// <param name="dimension">The number of values of a point.</param>
    /// <param name="seed">Seed of its weights.</param>
    /// <param name="width">Units of a hidden layer.</param>
    /// <param name="depth">Number of hidden layers.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
    public VelocityMlp(long dimension, int seed, long width = 128, int depth = 3)
        : base(nameof(VelocityMlp))
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(dimension, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(depth, 1);
        (Dimension, LayerSize) = (dimension, width);
        var layers = new List<nn.Module<Tensor, Tensor>>();
        for (var i = 0; i < depth; i++)
        {
            layers.Add(nn.Linear(i == 0 ? dimension + TimeFeatures : width, width));
            layers.Add(nn.SiLU());
        }

        layers.Add(nn.Linear(width, dimension));
        _layers = nn.Sequential(layers);
        RegisterComponents();
        UniformInitialisation.Apply(this, seed);
    }

    /// <summary>The number of values of a point.</summary>
    public long Dimension { get; }

    /// <inheritdoc/>
    public long LayerSize { get; }

    /// <summary>The network's output at given points and times.</summary>
    /// <param name="x">Points, [batch, …] with <see cref="Dimension"/> values each.</param>
    /// <param name="t">Times in [0, 1]: [batch], or a scalar for the whole batch.</param>
    /// <returns>A tensor of the shape of the points.</returns>
    public override Tensor forward(Tensor x, Tensor t)
    {
        var points = x.dim() == 2 ? x : x.flatten(1);
        var features = Features(t, points.shape[0]);
        var output = _layers.call(torch.cat([points, features], 1));
        return x.dim() == 2 ? output : output.reshape(x.shape);
    }

    /// <summary>The time features of a batch, [count, 7].</summary>
    internal static Tensor Features(Tensor t, long count)
    {
        var time = t.reshape(-1, 1);
        var frequencies = DeviceConstants.Of("π·[1, 2, 4]", t.dtype, t.device,
            () => torch.tensor([Math.PI, 2 * Math.PI, 4 * Math.PI], dtype: t.dtype, device: t.device));
        var angles = time * frequencies;
        var features = torch.cat([time, angles.sin(), angles.cos()], 1);
        return features.shape[0] == count ? features : features.expand(count, TimeFeatures);
    }
}

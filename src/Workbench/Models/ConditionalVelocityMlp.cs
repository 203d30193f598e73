using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Workbench.Models;

/// <summary>
/// The perceptron of <see cref="VelocityMlp"/> given a condition as well: the condition's learned vector is added to what the first
/// layer makes of the point and its time features [t, sin(πt·f), cos(πt·f)], f = 1, 2, 4.
/// </summary>
/// <remarks>Points may have any shape [batch, …]; they are flattened on the way in and restored on the way out.</remarks>
public sealed class ConditionalVelocityMlp : nn.Module<Tensor, Tensor, Tensor, Tensor>, IConditionalNetwork
{
    private readonly Linear _input;
    private readonly ConditionEmbedding _condition;
    private readonly Sequential _layers;

    /// <summary>A network with its own seed.</summary>
    /// <param name="dimension">The number of values of a point.</param>
    /// <param name="seed">Seed of its weights.</param>
    /// <param name="conditions">What it is told: <c>Conditions.Labels(10)</c>.</param>
    /// <param name="width">Units of a hidden layer.</param>
    /// <param name="depth">Number of hidden layers.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
    public ConditionalVelocityMlp(long dimension, int seed, Conditions conditions, long width = 128, int depth = 3)
        : base(nameof(ConditionalVelocityMlp))
    {
        ArgumentNullException.ThrowIfNull(conditions);
        ArgumentOutOfRangeException.ThrowIfLessThan(dimension, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(depth, 1);
        (Dimension, Conditions) = (dimension, conditions);
        _input = nn.Linear(dimension + VelocityMlp.TimeFeatures, width);
        _condition = new ConditionEmbedding(conditions, width);
        var layers = new List<nn.Module<Tensor, Tensor>> { nn.SiLU() };
        for (var i = 1; i < depth; i++)
            layers.AddRange([nn.Linear(width, width), nn.SiLU()]);
        layers.Add(nn.Linear(width, dimension));
        _layers = nn.Sequential(layers);
        RegisterComponents();
        UniformInitialisation.Apply(this, seed);
    }

    /// <summary>The number of values of a point.</summary>
    public long Dimension { get; }

    /// <inheritdoc/>
    public Conditions Conditions { get; }

    /// <summary>The network's output at given points and times under given conditions.</summary>
    /// <param name="x">Points, [batch, …] with <see cref="Dimension"/> values each.</param>
    /// <param name="t">Times in [0, 1]: [batch], or a scalar for the whole batch.</param>
    /// <param name="condition">Labels int64 [batch], or vectors [batch, size].</param>
    /// <returns>A tensor of the shape of the points.</returns>
    public override Tensor forward(Tensor x, Tensor t, Tensor condition)
    {
        var points = x.dim() == 2 ? x : x.flatten(1);
        var features = VelocityMlp.Features(t, points.shape[0]);
        var first = _input.call(torch.cat([points, features], 1)) + _condition.call(condition);
        return _layers.call(first).reshape(x.shape);
    }
}

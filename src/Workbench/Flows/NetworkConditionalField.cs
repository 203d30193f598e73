using TorchSharp;
using Workbench.Models;
using static TorchSharp.torch;

namespace Workbench.Flows;

/// <summary>The flows of a network of points, times and conditions: its output, read as a velocity.</summary>
public class NetworkConditionalField : ConditionalField
{
    /// <summary>Reads the outputs of a network as velocities.</summary>
    /// <param name="network">
    /// Maps points [batch, …], times [batch] or scalar, and conditions to outputs of the points' shape; it is an
    /// <see cref="IConditionalNetwork"/>.
    /// </param>
    /// <param name="interpolant">The interpolant of its training; linear by default.</param>
    /// <param name="prediction">What the network predicts; the velocity by default.</param>
    /// <exception cref="ArgumentException">The network does not say which conditions it takes.</exception>
    public NetworkConditionalField(
        nn.Module<Tensor, Tensor, Tensor, Tensor> network, Interpolant? interpolant = null, Prediction? prediction = null)
    {
        Conditions = ConditionsOf(network, nameof(network));
        Network = network;
        Interpolant = interpolant ?? Interpolant.Linear;
        Prediction = prediction ?? Prediction.Velocity;
        Unconditional = new Conditioned(this, x => NullCondition.Of(Conditions, x.shape[0], x.device, x.dtype));
    }

    /// <summary>The network.</summary>
    public nn.Module<Tensor, Tensor, Tensor, Tensor> Network { get; }

    /// <summary>The conditions that the network takes.</summary>
    public Conditions Conditions { get; }

    /// <summary>The interpolant that the network is trained on.</summary>
    public Interpolant Interpolant { get; }

    /// <summary>What the network predicts.</summary>
    public Prediction Prediction { get; }

    /// <inheritdoc/>
    public override VelocityField Unconditional { get; }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The conditions have another type or shape than the network takes.</exception>
    public override VelocityField Given(Tensor condition)
    {
        NullCondition.Require(Conditions, condition, nameof(condition));
        return new Conditioned(this, x => x.shape[0] == condition.shape[0]
            ? condition.to(x.device)
            : throw new ArgumentException($"Expected one condition a point; got {condition.shape[0]} for {x.shape[0]} points.", nameof(condition)));
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException">There is no such class.</exception>
    /// <exception cref="InvalidOperationException">The conditions are vectors.</exception>
    public override VelocityField Given(long label)
    {
        if (!Conditions.AreLabels)
            throw new InvalidOperationException($"The conditions are vectors of {Conditions.Size} values, not labels; give them as a tensor [batch, {Conditions.Size}].");
        if (label < 0 || label > Conditions.Size)
            throw new ArgumentOutOfRangeException(nameof(label), label, $"A label lies between 0 and {Conditions.Size - 1}, or is {Conditions.Size} for none.");
        return new Conditioned(this, x => torch.full([x.shape[0]], label, dtype: ScalarType.Int64, device: x.device));
    }

    /// <summary>What a network says of its conditions.</summary>
    internal static Conditions ConditionsOf(nn.Module<Tensor, Tensor, Tensor, Tensor> network, string name)
    {
        ArgumentNullException.ThrowIfNull(network, name);
        return network is IConditionalNetwork { Conditions: var conditions }
            ? conditions
            : throw new ArgumentException($"'{network.GetType().Name}' does not say which conditions it takes: implement {nameof(IConditionalNetwork)}.", name);
    }

    private sealed class Conditioned(NetworkConditionalField field, Func<Tensor, Tensor> condition) : VelocityField
    {
        public override Tensor Velocity(Tensor x, Tensor t) =>
            field.Prediction.ToVelocity(field.Network.call(x, t, condition(x)), x, t, field.Interpolant);
    }
}

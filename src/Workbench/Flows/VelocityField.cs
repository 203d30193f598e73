using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Flows;

/// <summary>
/// The right-hand side v(x, t) of a flow dZ_t/dt = v(Z_t, t), with t = 0 at the source and t = 1 at the data: a closed
/// form, a network, or a wrapper around another field.
/// </summary>
public abstract class VelocityField
{
    /// <summary>The velocity at given points and times, of the shape, dtype and device of <paramref name="x"/>.</summary>
    /// <param name="x">Points, [batch, …].</param>
    /// <param name="t">Times in [0, 1]: [batch], or a scalar for the whole batch.</param>
    public abstract Tensor Velocity(Tensor x, Tensor t);

    /// <summary>The velocity of all points at one time.</summary>
    /// <param name="x">Points, [batch, …].</param>
    /// <param name="t">A time in [0, 1].</param>
    /// <exception cref="ArgumentOutOfRangeException">The time lies outside [0, 1].</exception>
    /// <exception cref="InvalidOperationException">The field returned another shape than that of the points.</exception>
    public Tensor Velocity(Tensor x, double t)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (!(t >= 0 && t <= 1))
            throw new ArgumentOutOfRangeException(nameof(t), t, "The time must lie in [0, 1].");
        // Filled on the device: a copy from the host would wait for it.
        using var time = torch.full(Array.Empty<long>(), t, dtype: x.dtype, device: x.device);
        var velocity = Velocity(x, time);
        if (!velocity.shape.AsSpan().SequenceEqual(x.shape))
            throw new InvalidOperationException(
                $"The velocity field returned the shape {Batches.Shape(velocity)} for points of the shape {Batches.Shape(x)}.");
        return velocity;
    }

    /// <summary>A field given by a function of points and times.</summary>
    /// <param name="velocity">The function; its arguments are those of <see cref="Velocity(Tensor, Tensor)"/>.</param>
    public static VelocityField From(Func<Tensor, Tensor, Tensor> velocity)
    {
        ArgumentNullException.ThrowIfNull(velocity);
        return new FunctionField(velocity);
    }

    private sealed class FunctionField(Func<Tensor, Tensor, Tensor> velocity) : VelocityField
    {
        public override Tensor Velocity(Tensor x, Tensor t) => velocity(x, t);
    }
}

/// <summary>Passes evaluations on to a field and counts them.</summary>
public sealed class CountedVelocity : VelocityField
{
    private readonly VelocityField _field;

    /// <summary>Counts the evaluations of a field from now on.</summary>
    /// <param name="field">The field to evaluate.</param>
    public CountedVelocity(VelocityField field)
    {
        ArgumentNullException.ThrowIfNull(field);
        _field = field;
    }

    /// <summary>How many batches have been evaluated: the number of function evaluations (NFE) of a solve.</summary>
    public long Evaluations { get; private set; }

    /// <inheritdoc/>
    public override Tensor Velocity(Tensor x, Tensor t)
    {
        Evaluations++;
        return _field.Velocity(x, t);
    }
}

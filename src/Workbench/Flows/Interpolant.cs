using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Flows;

/// <summary>
/// A path between a source point and a data point, X_t = α(t)·X_1 + β(t)·X_0, with time t = 0 at the source (noise) and
/// t = 1 at the data.
/// </summary>
/// <remarks>
/// The regression target of flow matching is dX_t/dt = α'(t)·X_1 + β'(t)·X_0 (arXiv 2209.03003, section 2.3).
/// The four schedule functions take times of any shape, in [0, 1], and return tensors of the same shape, dtype and device.
/// </remarks>
public abstract class Interpolant
{
    /// <summary>X_t = t·X_1 + (1-t)·X_0, the interpolant of rectified flow.</summary>
    public static Interpolant Linear { get; } = new LinearInterpolant();

    /// <summary>One instance of every interpolant of the library, with its default constants.</summary>
    public static IReadOnlyList<Interpolant> All { get; } =
    [
        Linear, new VariancePreserving(), new SubVariancePreserving(), new Trigonometric(), new CosineInterpolant(),
        new VarianceExploding(), new ConstantAcceleration(),
    ];

    /// <summary>The name by which <see cref="ByName"/> finds the interpolant.</summary>
    public abstract string Name { get; }

    /// <summary>The weight of the data point.</summary>
    /// <param name="t">Times in [0, 1].</param>
    public abstract Tensor Alpha(Tensor t);

    /// <summary>The weight of the source point.</summary>
    /// <param name="t">Times in [0, 1].</param>
    public abstract Tensor Beta(Tensor t);

    /// <summary>The time derivative of <see cref="Alpha"/>.</summary>
    /// <param name="t">Times in [0, 1].</param>
    public abstract Tensor AlphaDot(Tensor t);

    /// <summary>The time derivative of <see cref="Beta"/>.</summary>
    /// <param name="t">Times in [0, 1].</param>
    public abstract Tensor BetaDot(Tensor t);

    /// <summary>The interpolant of that name from <see cref="All"/>.</summary>
    /// <param name="name">A name, in any case; <c>gvp</c>, the generalised variance-preserving path, is the trigonometric one.</param>
    /// <exception cref="ArgumentException">No interpolant has the name; the message gives the nearest one.</exception>
    public static Interpolant ByName(string name) =>
        Named.Find(All, i => i.Name, string.Equals(name, "gvp", StringComparison.OrdinalIgnoreCase) ? "trigonometric" : name, "interpolant");

    /// <summary>The points of the path at given times, with their velocities.</summary>
    /// <param name="x0">Source points, [batch, …].</param>
    /// <param name="x1">Data points, of the same shape.</param>
    /// <param name="t">Times in [0, 1]: [batch], or a scalar for the whole batch.</param>
    /// <exception cref="ArgumentException">The shapes do not pair up, or a time lies outside [0, 1].</exception>
    public InterpolantSample At(Tensor x0, Tensor x1, Tensor t)
    {
        Batches.RequirePaired(x0, x1);
        Batches.RequireTimes(t, x0);
        return Sample(x0, x1, t);
    }

    /// <summary><see cref="At"/> without its checks, which would make a GPU wait at every training step.</summary>
    internal InterpolantSample Sample(Tensor x0, Tensor x1, Tensor t)
    {
        var s = Batches.Broadcast(t, x0);
        var beta = Beta(s);
        var xt = Alpha(s) * x1 + beta * x0;
        var velocity = AlphaDot(s) * x1 + BetaDot(s) * x0;
        return new InterpolantSample(x0, x1, t, xt, velocity, beta);
    }

    /// <inheritdoc/>
    public override string ToString() => Name;
}

/// <summary>Points of an interpolant between pairs, and their conditional velocities.</summary>
/// <param name="X0">Source points, [batch, …].</param>
/// <param name="X1">Data points, [batch, …].</param>
/// <param name="T">Times, [batch] or scalar.</param>
/// <param name="Xt">X_t = α·X_1 + β·X_0, [batch, …].</param>
/// <param name="Velocity">dX_t/dt = α'·X_1 + β'·X_0, [batch, …].</param>
/// <param name="Beta">The weight of the source, broadcastable to the points.</param>
public sealed record InterpolantSample(Tensor X0, Tensor X1, Tensor T, Tensor Xt, Tensor Velocity, Tensor Beta)
{
    /// <summary>Where the part of the path on which each pair holds ends, [batch]; null where it is the whole.</summary>
    public Tensor? End { get; init; }
}

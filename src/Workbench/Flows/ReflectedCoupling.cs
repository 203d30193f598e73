using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Flows;

/// <summary>
/// Reflection augmentation: both members of a pair are reflected with probability 1/2, each pair by its own coin. Where the flow is
/// equivariant, v(R·x, t) = R·v(x, t), the reflected pair is another true one (SlimFlow, arXiv 2407.12718).
/// </summary>
/// <remarks>
/// Whether a flow has the symmetry must be known or measured: reflected shoes are no Fashion-MNIST shoes. Reflecting one member only would
/// give a wrong pair. Labels and weights stay.
/// <code>
/// var images = new ReflectedCoupling(pairs, ReflectedCoupling.Flip(-1));      // left and right
/// var points = new ReflectedCoupling(pairs, ReflectedCoupling.Negate(1));     // (x, y) to (x, -y)
/// </code>
/// </remarks>
public sealed class ReflectedCoupling : Coupling
{
    private readonly Coupling _pairs;
    private readonly Func<Tensor, Tensor> _reflection;

    /// <summary>Reflects what a coupling draws.</summary>
    /// <param name="pairs">Where the pairs come from.</param>
    /// <param name="reflection">Maps points [batch, …] to their reflections, of the same shape.</param>
    public ReflectedCoupling(Coupling pairs, Func<Tensor, Tensor> reflection)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        ArgumentNullException.ThrowIfNull(reflection);
        (_pairs, _reflection) = (pairs, reflection);
    }

    /// <summary>The reflection that reverses one axis of an image.</summary>
    /// <param name="axis">The axis, -1 for left and right; not 0, which is the batch.</param>
    /// <exception cref="ArgumentOutOfRangeException">The axis is the batch's.</exception>
    public static Func<Tensor, Tensor> Flip(int axis) => axis == 0
        ? throw new ArgumentOutOfRangeException(nameof(axis), axis, "Axis 0 is the batch; -1 flips left and right.")
        : x => x.flip(axis);

    /// <summary>The reflection that changes the sign of one coordinate of a vector.</summary>
    /// <param name="coordinate">Which, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The coordinate is negative.</exception>
    public static Func<Tensor, Tensor> Negate(int coordinate)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(coordinate);
        return x =>
        {
            using var scope = torch.NewDisposeScope();
            var signs = torch.ones(x.shape[1], dtype: x.dtype, device: x.device);
            signs[coordinate] = torch.tensor(-1.0, dtype: x.dtype, device: x.device);
            return (x * signs).MoveToOuterDisposeScope();
        };
    }

    /// <inheritdoc/>
    public override string? HostWork => _pairs.HostWork;

    /// <inheritdoc/>
    internal override bool OnHost => _pairs.OnHost;

    /// <inheritdoc/>
    public override Pairs Draw(long count, Generator generator) => Reflected(_pairs.Draw(count, generator).To(generator.device), generator);

    /// <inheritdoc/>
    public override Pairs DrawAt(int step, long count, Generator generator) => Reflected(_pairs.DrawAt(step, count, generator).To(generator.device), generator);

    private Pairs Reflected(Pairs pairs, Generator generator)
    {
        using var noGrad = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        var coins = torch.rand([pairs.X0.shape[0]], device: generator.device, generator: generator).to(pairs.X0.device) < 0.5;
        Tensor Some(Tensor x)
        {
            var reflected = _reflection(x);
            Batches.RequirePaired(x, reflected, "reflection");
            return torch.where(Batches.Broadcast(coins, x), reflected, x).MoveToOuterDisposeScope();
        }

        return pairs with { X0 = Some(pairs.X0), X1 = Some(pairs.X1) };
    }
}

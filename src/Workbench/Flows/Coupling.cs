using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Flows;

/// <summary>
/// A joint law of source and data points (X_0, X_1) from which a flow is trained. Rectified flow begins with the
/// independent coupling; reflow trains on the pairs that a flow has produced.
/// </summary>
public abstract class Coupling
{
    /// <summary>Draws pairs.</summary>
    /// <param name="count">How many, at least 1.</param>
    /// <param name="generator">The only source of randomness.</param>
    public abstract Pairs Draw(long count, Generator generator);

    /// <summary>Draws the pairs of a training step; the same as <see cref="Draw"/> unless the coupling changes in the course of training.</summary>
    /// <param name="step">The step, from 0.</param>
    /// <param name="count">How many, at least 1.</param>
    /// <param name="generator">The only source of randomness.</param>
    public virtual Pairs DrawAt(int step, long count, Generator generator) => Draw(count, generator);

    /// <summary>
    /// What of a draw is work on the host, or differs from step to step, in a clause; null where every draw is the same tensor
    /// operations on the generator's device. Only such draws can be part of a recorded training step, and be made by several threads.
    /// </summary>
    public virtual string? HostWork => $"the draws of {GetType().Name} may be work on the host";

    /// <summary>Whether rows are taken out of CPU memory: no part of a step that is recorded on another device.</summary>
    internal virtual bool OnHost => false;

    /// <summary>The product law: both sides are drawn by themselves.</summary>
    /// <param name="source">The law of X_0.</param>
    /// <param name="target">The law of X_1, with points of the same shape.</param>
    public static IndependentCoupling Independent(ISampler source, ISampler target) => new(source, target);

    /// <summary>Stored pairs, drawn by index.</summary>
    /// <param name="x0">Source points, [count, …].</param>
    /// <param name="x1">Their partners, of the same shape.</param>
    /// <param name="labels">The labels or conditions of the pairs, [count] or [count, …]; null when there are none.</param>
    public static PairedCoupling Paired(Tensor x0, Tensor x1, Tensor? labels = null) => new(x0, x1, labels);

    /// <summary>This coupling's points, paired anew in every batch by exact optimal transport.</summary>
    public OptimalTransportCoupling ByOptimalTransport() => new(this);

    /// <summary>This coupling's pairs with Gibbs weights exp(-‖X_0 - X_1‖²/ε).</summary>
    /// <param name="epsilon">ε, positive, in units of the squared distance.</param>
    public WeightedCoupling Weighted(double epsilon) => new(this, epsilon);
}

/// <summary>A batch of pairs.</summary>
/// <param name="X0">Source points, [batch, …].</param>
/// <param name="X1">Their partners at the data side, of the same shape.</param>
public sealed record Pairs(Tensor X0, Tensor X1)
{
    /// <summary>The labels or conditions of the data points, [batch] or [batch, …]; null when there are none.</summary>
    public Tensor? Labels { get; init; }

    /// <summary>How much each pair counts in the training loss, [batch], of mean 1; null when all count alike.</summary>
    public Tensor? Weights { get; init; }

    /// <summary>
    /// The part of the path on which each pair holds, from (first column) to (second), [batch, 2] in [0, 1]; null where it is the whole.
    /// Training times of the pair are drawn there.
    /// </summary>
    public Tensor? Interval { get; init; }

    /// <summary>The displacements X_1 - X_0, [batch, …].</summary>
    public Tensor Displacement => X1 - X0;

    /// <summary>The same pairs on a device.</summary>
    /// <param name="device">The device.</param>
    /// <param name="pinned">Whether what lies in CPU memory goes to a GPU through page-locked memory, so that the copy waits for nothing.</param>
    public Pairs To(TorchSharp.torch.Device device, bool pinned = false) => new(Transfer.To(X0, device, pinned), Transfer.To(X1, device, pinned))
    {
        Labels = Labels is null ? null : Transfer.To(Labels, device, pinned),
        Weights = Weights is null ? null : Transfer.To(Weights, device, pinned),
        Interval = Interval is null ? null : Transfer.To(Interval, device, pinned),
    };
}

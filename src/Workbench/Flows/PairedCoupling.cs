using static TorchSharp.torch;

namespace Workbench.Flows;

/// <summary>A deterministic coupling given by stored pairs, drawn by index with replacement.</summary>
public sealed class PairedCoupling : Coupling
{
    /// <summary>Keeps pairs; the tensors are not copied.</summary>
    /// <param name="x0">Source points, [count, …].</param>
    /// <param name="x1">Their partners, of the same shape.</param>
    /// <exception cref="ArgumentException">The shapes differ, or there is no pair.</exception>
    public PairedCoupling(Tensor x0, Tensor x1)
    {
        Batches.RequirePaired(x0, x1);
        if (x0.shape[0] == 0)
            throw new ArgumentException("Expected at least one pair; got none.", nameof(x0));
        X0 = x0;
        X1 = x1;
    }

    /// <summary>The source points, [count, …].</summary>
    public Tensor X0 { get; }

    /// <summary>Their partners, [count, …].</summary>
    public Tensor X1 { get; }

    /// <summary>The number of stored pairs.</summary>
    public long Count => X0.shape[0];

    /// <inheritdoc/>
    public override Pairs Draw(long count, Generator generator)
    {
        using var index = TensorSampler.Draw(Count, count, generator, X0.device);
        return new Pairs(X0.index_select(0, index), X1.index_select(0, index));
    }
}

using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Flows;

/// <summary>A deterministic coupling given by stored pairs, drawn by index with replacement.</summary>
public sealed class PairedCoupling : Coupling
{
    /// <summary>Keeps pairs; the tensors are not copied.</summary>
    /// <param name="x0">Source points, [count, …].</param>
    /// <param name="x1">Their partners, of the same shape.</param>
    /// <param name="labels">The labels or conditions of the pairs, [count] or [count, …]; null when there are none.</param>
    /// <exception cref="ArgumentException">The shapes differ, there is no pair, or the labels are not one a pair.</exception>
    public PairedCoupling(Tensor x0, Tensor x1, Tensor? labels = null)
    {
        Batches.RequirePaired(x0, x1);
        if (x0.shape[0] == 0)
            throw new ArgumentException("Expected at least one pair; got none.", nameof(x0));
        if (labels is not null && (labels.dim() == 0 || labels.shape[0] != x0.shape[0]))
            throw new ArgumentException($"Expected one label a pair for {x0.shape[0]} pairs; got {Batches.Shape(labels)}.", nameof(labels));
        X0 = x0;
        X1 = x1;
        Labels = labels;
    }

    /// <summary>The source points, [count, …].</summary>
    public Tensor X0 { get; }

    /// <summary>Their partners, [count, …].</summary>
    public Tensor X1 { get; }

    /// <summary>The labels or conditions of the pairs, [count] or [count, …]; null when there are none.</summary>
    public Tensor? Labels { get; }

    /// <summary>The number of stored pairs.</summary>
    public long Count => X0.shape[0];

    /// <inheritdoc/>
    public override string? HostWork => null;

    /// <inheritdoc/>
    internal override bool OnHost => X0.device_type == DeviceType.CPU;

    /// <inheritdoc/>
    public override Pairs Draw(long count, Generator generator)
    {
        using var index = TensorSampler.Draw(Count, count, generator, X0.device);
        return new Pairs(X0.index_select(0, index), X1.index_select(0, index)) { Labels = Labels?.index_select(0, index) };
    }
}

using static TorchSharp.torch;

namespace Workbench.Flows;

/// <summary>The product law π_0 × π_1: source and data points are drawn independently of each other.</summary>
public sealed class IndependentCoupling : Coupling
{
    private readonly ISampler _source;
    private readonly ISampler _target;

    /// <summary>The product of two laws.</summary>
    /// <param name="source">The law of X_0.</param>
    /// <param name="target">The law of X_1; its points must have the shape of the source's.</param>
    public IndependentCoupling(ISampler source, ISampler target)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(target);
        _source = source;
        _target = target;
    }

    /// <inheritdoc/>
    public override string? HostWork => null;

    /// <inheritdoc/>
    internal override bool OnHost => _source is TensorSampler { OnHost: true } || _target is TensorSampler { OnHost: true };

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The two laws give points of different shapes.</exception>
    public override Pairs Draw(long count, Generator generator)
    {
        var x0 = _source.Sample(count, generator);
        var x1 = _target.Sample(count, generator);
        Batches.RequirePaired(x0, x1, "target");
        return new Pairs(x0, x1);
    }
}

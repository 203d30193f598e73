using static TorchSharp.torch;
using static TorchSharp.torch.distributions;
using static TorchSharp.torch.distributions.transforms;

namespace TorchSharp.Modules;

/// <summary>
/// A distribution whose last batch dimensions count as part of the event: log densities and entropies are summed over them.
/// The base distribution is freed with it.
/// </summary>
public class Independent : Distribution
{
    internal Distribution Base { get; }
    internal int Dims { get; }

    /// <param name="base_distribution">The distribution of the components.</param>
    /// <param name="reinterpreted_batch_ndims">How many of its last batch dimensions become part of the event.</param>
    /// <param name="generator">Not drawn from: draws are the base distribution's.</param>
    /// <exception cref="ArgumentException">The base distribution has fewer batch dimensions.</exception>
    public Independent(Distribution base_distribution, int reinterpreted_batch_ndims, Generator? generator = null) : base(generator)
    {
        var batch = base_distribution.batch_shape.Length - reinterpreted_batch_ndims;
        if (reinterpreted_batch_ndims < 0 || batch < 0)
            throw new ArgumentException($"Expected reinterpreted_batch_ndims <= base_distribution.batch_shape.Length, actual {reinterpreted_batch_ndims} vs {base_distribution.batch_shape.Length}");
        (Base, Dims) = (Own(base_distribution), reinterpreted_batch_ndims);
        var shape = base_distribution.batch_shape + base_distribution.event_shape;
        _init(shape.Slice(0, batch), shape.Slice(batch, shape.Length));
    }

    public override Tensor mean => Base.mean;
    public override Tensor mode => Base.mode;
    public override Tensor variance => Base.variance;
    public override Tensor sample(params long[] sample_shape) => Base.sample(sample_shape);
    public override Tensor rsample(params long[] sample_shape) => Base.rsample(sample_shape);
    public override Tensor log_prob(Tensor value) => WrappedTensorDisposeScope(() => Transform._sum_rightmost(Base.log_prob(value), Dims));
    public override Tensor entropy() => WrappedTensorDisposeScope(() => Transform._sum_rightmost(Base.entropy(), Dims));

    public override Distribution expand(Size batch_shape, Distribution? instance = null) =>
        Fill(instance, new Independent(Base.expand(batch_shape + event_shape.Slice(0, Dims)), Dims, generator));
}

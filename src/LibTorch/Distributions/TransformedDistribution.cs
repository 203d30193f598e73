using static TorchSharp.torch;
using static TorchSharp.torch.distributions;
using static TorchSharp.torch.distributions.transforms;

namespace TorchSharp.Modules;

/// <summary>
/// The distribution of y = f(x) with x drawn from a base distribution and f a chain of transforms; log p(y) = log p(x) − log |det ∂y/∂x|.
/// The base distribution is freed with it.
/// </summary>
public class TransformedDistribution : Distribution
{
    protected Distribution base_distribution = null!;
    private Transform[] transforms = [];

    public TransformedDistribution(Generator? generator = null) : base(generator) { }

    public TransformedDistribution(Distribution base_distribution, Transform transform, Generator? generator = null) : this(base_distribution, [transform], generator) { }

    /// <param name="base_distribution">What x is drawn from; expanded, and its last batch dimensions taken as part of the event, as the transforms need.</param>
    /// <param name="transforms">The transforms, the first one first.</param>
    /// <param name="generator">Kept for the families derived from this class; draws are the base distribution's.</param>
    /// <exception cref="ArgumentException">The base distribution has fewer dimensions than the transforms take together.</exception>
    public TransformedDistribution(Distribution base_distribution, IEnumerable<Transform> transforms, Generator? generator = null) : base(generator) =>
        _init(base_distribution, transforms.ToArray());

    protected void _init(Distribution base_distribution, Transform[] transforms)
    {
        ArgumentNullException.ThrowIfNull(base_distribution);
        var transform = new ComposeTransform(transforms);
        var (domainDims, codomainDims, eventDims) = (transform.domain.event_dim, transform.codomain.event_dim, base_distribution.event_shape.Length);
        var shape = base_distribution.batch_shape + base_distribution.event_shape;
        if (shape.Length < domainDims)
            throw new ArgumentException($"base_distribution needs to have shape with size at least {domainDims}, but got {shape}.", nameof(base_distribution));
        Size forward = transform.forward_shape(shape.Shape), expanded = transform.inverse_shape(forward.Shape);
        if (expanded != shape) base_distribution = Own(base_distribution).expand(expanded.Slice(0, expanded.Length - eventDims));
        if (domainDims > eventDims) base_distribution = new Independent(base_distribution, domainDims - eventDims, generator);
        (this.base_distribution, this.transforms) = (Own(base_distribution), transforms);
        var cut = forward.Length - Math.Max(codomainDims, eventDims + codomainDims - domainDims);
        _init(forward.Slice(0, cut), forward.Slice(cut, forward.Length));
    }

    /// <exception cref="NotImplementedException">Always: an average does not pass through a transform.</exception>
    public override Tensor mean => throw Missing("mean");
    /// <inheritdoc cref="mean"/>
    public override Tensor variance => throw Missing("variance");
    /// <inheritdoc cref="mean"/>
    public override Tensor entropy() => throw Missing("entropy()");

    public override Tensor sample(params long[] sample_shape)
    {
        using var _ = no_grad();
        return Forward(() => base_distribution.sample(sample_shape));
    }

    public override Tensor rsample(params long[] sample_shape) => Forward(() => base_distribution.rsample(sample_shape));

    public override Tensor log_prob(Tensor value) => WrappedTensorDisposeScope(() =>
    {
        var dims = event_shape.Length;
        Tensor? volume = null;
        foreach (var t in transforms.Reverse())
        {
            var x = t._inverse(value);
            dims += t.domain.event_dim - t.codomain.event_dim;
            var term = Transform._sum_rightmost(t.log_abs_det_jacobian(x, value), dims - t.domain.event_dim);
            volume = volume is null ? term : volume + term;
            value = x;
        }
        var density = Transform._sum_rightmost(base_distribution.log_prob(value), dims - base_distribution.event_shape.Length);
        return volume is null ? density : density - volume;
    });

    public override Tensor cdf(Tensor value) =>
        WrappedTensorDisposeScope(() => Rising(base_distribution.cdf(transforms.Reverse().Aggregate(value, (y, t) => t._inverse(y)))));

    public override Tensor icdf(Tensor value) => Forward(() => base_distribution.icdf(Rising(value)));

    public override Distribution expand(Size batch_shape, Distribution? instance = null)
    {
        Size shape = new ComposeTransform(transforms).inverse_shape((batch_shape + event_shape).Shape);
        return Fill(instance, new TransformedDistribution(base_distribution.expand(shape.Slice(0, shape.Length - base_distribution.event_shape.Length)), transforms, generator));
    }

    private Tensor Forward(Func<Tensor> draw) => WrappedTensorDisposeScope(() => transforms.Aggregate(draw(), (x, t) => t.forward(x)));

    // A falling transform turns probabilities below a value into those above it.
    private Tensor Rising(Tensor probability) => (new ComposeTransform(transforms).sign * (probability - 0.5)) + 0.5;
}

using static TorchSharp.torch;
using static TorchSharp.torch.distributions;
using static TorchSharp.torch.distributions.transforms;

namespace TorchSharp.Modules;

/// <summary>The distribution of |x| with x Cauchy of location 0 and this scale.</summary>
public class HalfCauchy : TransformedDistribution
{
    internal HalfCauchy(Tensor scale, Generator? generator = null) : base(generator)
    {
        this.scale = Own(scale);
        using var scope = NewDisposeScope();
        _init(new Cauchy(zeros_like(this.scale), this.scale, generator), [new AbsTransform()]);
    }

    /// <summary>The scale of x.</summary>
    public Tensor scale { get; }

    /// <summary>Infinite.</summary>
    public override Tensor mean => full_like(scale, double.PositiveInfinity);
    public override Tensor mode => zeros_like(scale);
    /// <summary>Not a number: the variance does not exist.</summary>
    public override Tensor variance => base_distribution.variance;

    public override Tensor log_prob(Tensor value) =>
        WrappedTensorDisposeScope(() => (base_distribution.log_prob(value) + Math.Log(2)).masked_fill(value < 0, double.NegativeInfinity));

    /// <summary>0 for negative values.</summary>
    public override Tensor cdf(Tensor value) => WrappedTensorDisposeScope(() => (2 * base_distribution.cdf(value) - 1).clamp_min(0));
    public override Tensor icdf(Tensor value) => WrappedTensorDisposeScope(() => base_distribution.icdf((value + 1) / 2));
    public override Tensor entropy() => WrappedTensorDisposeScope(() => base_distribution.entropy() - Math.Log(2));

    public override Distribution expand(Size batch_shape, Distribution? instance = null) =>
        Fill(instance, new HalfCauchy(scale.expand(batch_shape.Shape), generator));
}

using static TorchSharp.torch;
using static TorchSharp.torch.distributions;

namespace TorchSharp.Modules;

/// <summary>The exponential distribution, of density rate exp(−rate x) for x ≥ 0.</summary>
public class Exponential : ExponentialFamily
{
    private Tensor rate = null!;

    /// <param name="rate">The reciprocal of the mean, positive, of the batch shape.</param>
    /// <param name="generator">Where samples are drawn from.</param>
    public Exponential(Tensor rate, Generator? generator = null) : base(generator) => Set(rate);

    private Exponential Set(Tensor rate, Size? shape = null)
    {
        _init((this.rate = Own(rate, shape)).shape);
        return this;
    }

    public override Tensor mean => rate.reciprocal();
    public override Tensor mode => rate.zeros_like();
    public override Tensor variance => rate.pow(-2);
    public override Tensor stddev => rate.reciprocal();

    /// <summary>A draw at rate 1, divided by the rate.</summary>
    public override Tensor rsample(params long[] sample_shape) =>
        WrappedTensorDisposeScope(() => rate.new_empty(ExtendedShape(sample_shape)).exponential_(generator: generator) / rate);

    public override Tensor log_prob(Tensor value) => WrappedTensorDisposeScope(() => rate.log() - rate * value);
    public override Tensor entropy() => WrappedTensorDisposeScope(() => 1 - rate.log());
    public override Tensor cdf(Tensor value) => WrappedTensorDisposeScope(() => 1 - (-rate * value).exp());
    public override Tensor icdf(Tensor value) => WrappedTensorDisposeScope(() => -(-value).log1p() / rate);

    public override Distribution expand(Size batch_shape, Distribution? instance = null) =>
        (Target<Exponential>(instance) ?? new(rate, generator)).Set(rate, batch_shape);

    protected override IList<Tensor> NaturalParams => [-rate];
    protected override Tensor MeanCarrierMeasure => rate.zeros_like();
    protected override Tensor LogNormalizer(params Tensor[] parameters) => WrappedTensorDisposeScope(() => -(-parameters[0]).log());
}

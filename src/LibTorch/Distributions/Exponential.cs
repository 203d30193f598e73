using static TorchSharp.torch;
using static TorchSharp.torch.distributions;

namespace TorchSharp.Modules;

/// <summary>The exponential distribution, of density rate exp(−rate x) for x ≥ 0.</summary>
public class Exponential : ExponentialFamily
{
    /// <summary>Of these rates, the reciprocals of the means.</summary>
    public Exponential(Tensor rate, Generator? generator = null) : base(generator) => Keep(rate);

    private Tensor rate => Parameter(0);

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
        Expanded(batch_shape, Target<Exponential>(instance) ?? new(rate, generator));

    protected override IList<Tensor> NaturalParams => [-rate];
    protected override Tensor MeanCarrierMeasure => rate.zeros_like();
    protected override Tensor LogNormalizer(params Tensor[] parameters) => WrappedTensorDisposeScope(() => -(-parameters[0]).log());
}

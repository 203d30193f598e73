using static TorchSharp.torch;
using static TorchSharp.torch.distributions;

namespace TorchSharp.Modules;

/// <summary>The gamma distribution of shape α = concentration, of density rateᵅ xᵅ⁻¹ exp(−rate x) / Γ(α) for x &gt; 0.</summary>
public class Gamma : ExponentialFamily
{
    /// <summary>Of these shapes α and rates, the reciprocals of the scales, which broadcast to the batch shape.</summary>
    public Gamma(Tensor concentration, Tensor rate, Generator? generator = null) : base(generator) => Keep(concentration, rate);

    private protected Gamma(Generator? generator) : base(generator) { }

    /// <summary>The shape parameter α.</summary>
    protected Tensor concentration => Parameter(0);
    private Tensor rate => Parameter(1);

    public override Tensor mean => concentration / rate;
    /// <summary>(α − 1) / rate, and 0 for α below 1.</summary>
    public override Tensor mode => WrappedTensorDisposeScope(() => ((concentration - 1) / rate).clamp_min(0));
    public override Tensor variance => WrappedTensorDisposeScope(() => concentration / rate.pow(2));

    /// <summary>Draws whose gradient with respect to α is the implicit one (Figurnov et al., arXiv:1805.08498).</summary>
    public override Tensor rsample(params long[] sample_shape) => Draw(concentration, rate, ExtendedShape(sample_shape), generator);

    internal static Tensor Draw(Tensor concentration, Tensor rate, long[] shape, Generator? generator)
    {
        using var scope = NewDisposeScope();
        var value = _standard_gamma(concentration.expand(shape), generator) / rate.expand(shape);
        // Underflow would make the density of the draw infinite; the gradient stays that of the draw.
        value.detach().clamp_(min: finfo(value.dtype).tiny);
        return value.MoveToOuterDisposeScope();
    }

    public override Tensor log_prob(Tensor value) =>
        WrappedTensorDisposeScope(() => concentration * rate.log() + (concentration - 1).xlogy(value) - rate * value - concentration.lgamma());
    public override Tensor entropy() =>
        WrappedTensorDisposeScope(() => concentration - rate.log() + concentration.lgamma() + (1 - concentration) * concentration.digamma());
    public override Tensor cdf(Tensor value) => WrappedTensorDisposeScope(() => special.gammainc(concentration, rate * value));

    public override Distribution expand(Size batch_shape, Distribution? instance = null) =>
        Expanded(batch_shape, Target<Gamma>(instance) ?? new(concentration, rate, generator));

    protected override IList<Tensor> NaturalParams => [concentration - 1, -rate];
    protected override Tensor MeanCarrierMeasure => rate.zeros_like();
    protected override Tensor LogNormalizer(params Tensor[] parameters) =>
        WrappedTensorDisposeScope(() => (parameters[0] + 1).lgamma() - (parameters[0] + 1) * (-parameters[1]).log());
}

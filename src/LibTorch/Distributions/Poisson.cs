using static TorchSharp.torch;
using static TorchSharp.torch.distributions;

namespace TorchSharp.Modules;

/// <summary>The Poisson distribution: k with probability rateᵏ exp(−rate) / k!.</summary>
public class Poisson : ExponentialFamily
{
    /// <summary>Of these means.</summary>
    public Poisson(Tensor rate, Generator? generator = null) : base(generator) => Keep(rate);

    private Tensor rate => Parameter(0);

    public override Tensor mean => rate;
    public override Tensor mode => rate.floor();
    public override Tensor variance => rate;

    /// <summary>Draws through which no gradient flows.</summary>
    public override Tensor rsample(params long[] sample_shape)
    {
        using var _ = no_grad();
        return WrappedTensorDisposeScope(() => poisson(rate.expand(ExtendedShape(sample_shape)), generator));
    }

    public override Tensor log_prob(Tensor value) => WrappedTensorDisposeScope(() =>
    {
        var k = value.type_as(rate);
        return k.xlogy(rate) - rate - (k + 1).lgamma();
    });

    /// <summary>The probability of at most ⌊value⌋: the regularised incomplete gamma function Q(⌊value⌋ + 1, rate).</summary>
    public override Tensor cdf(Tensor value) => WrappedTensorDisposeScope(() => special.gammaincc((value.type_as(rate).floor() + 1).clamp_min(0), rate));

    /// <summary>The smallest k that a draw exceeds with a probability of at most 1 − value; infinite for 1, not a number outside [0, 1].</summary>
    public override Tensor icdf(Tensor value) => WrappedTensorDisposeScope(() =>
    {
        // Bisection: the smallest k lies in (low, high].
        var high = broadcast_tensors(Bound(), value)[0];
        var low = high.full_like(-1);
        for (var width = high.max().to(ScalarType.Float64).item<double>() + 1; width > 1; width = Math.Ceiling(width / 2))
        {
            var middle = ((low + high) / 2).floor();
            var enough = cdf(middle) >= value;
            (low, high) = (where(enough, low, middle), where(enough, middle, high));
        }
        return high.clamp_min(0).masked_fill(value == 1, double.PositiveInfinity).masked_fill((value >= 0 & value <= 1).logical_not(), double.NaN);
    });

    // Draws beyond it have a probability below the rounding unit.
    private Tensor Bound() => (rate + 40 * (rate.sqrt() + 1)).ceil();

    public override Distribution expand(Size batch_shape, Distribution? instance = null) =>
        Expanded(batch_shape, Target<Poisson>(instance) ?? new(rate, generator));

    protected override IList<Tensor> NaturalParams => [rate.log()];
    protected override Tensor LogNormalizer(params Tensor[] parameters) => parameters[0].exp();

    /// <summary>−E log k!, summed over every k of a probability that counts.</summary>
    protected override Tensor MeanCarrierMeasure => WrappedTensorDisposeScope(() =>
    {
        var k = UpTo(Bound().max(), rate);
        return -(log_prob(k).exp() * (k + 1).lgamma()).sum(0);
    });
}

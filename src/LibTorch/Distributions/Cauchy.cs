using static TorchSharp.torch;
using static TorchSharp.torch.distributions;

namespace TorchSharp.Modules;

/// <summary>The Cauchy (Lorentz) distribution, of density 1 / (π scale (1 + ((x − loc) / scale)²)); it has no mean.</summary>
public class Cauchy : Distribution
{
    /// <summary>Of these medians and half-widths at half the height, which broadcast to the batch shape.</summary>
    public Cauchy(Tensor loc, Tensor scale, Generator? generator = null) : base(generator) => Keep(loc, scale);

    private Tensor loc => Parameter(0);
    private Tensor scale => Parameter(1);

    /// <summary>Not a number: the integral diverges.</summary>
    public override Tensor mean => loc.full_like(double.NaN);
    public override Tensor mode => loc;
    /// <summary>Infinite.</summary>
    public override Tensor variance => loc.full_like(double.PositiveInfinity);

    /// <summary>loc + scale ε with standard Cauchy ε.</summary>
    public override Tensor rsample(params long[] sample_shape) =>
        WrappedTensorDisposeScope(() => loc + loc.new_empty(ExtendedShape(sample_shape)).cauchy_(generator: generator) * scale);

    public override Tensor log_prob(Tensor value) =>
        WrappedTensorDisposeScope(() => -scale.log() - ((value - loc) / scale).pow(2).log1p() - Math.Log(Math.PI));
    public override Tensor entropy() => WrappedTensorDisposeScope(() => scale.log() + Math.Log(4 * Math.PI));
    public override Tensor cdf(Tensor value) => WrappedTensorDisposeScope(() => ((value - loc) / scale).atan() / Math.PI + 0.5);
    public override Tensor icdf(Tensor value) => WrappedTensorDisposeScope(() => (Math.PI * (value - 0.5)).tan() * scale + loc);

    public override Distribution expand(Size batch_shape, Distribution? instance = null) =>
        Expanded(batch_shape, Target<Cauchy>(instance) ?? new(loc, scale, generator));
}

using static TorchSharp.torch;
using static TorchSharp.torch.distributions;

namespace TorchSharp.Modules;

/// <summary>The Cauchy (Lorentz) distribution, of density 1 / (π scale (1 + ((x − loc) / scale)²)); it has no mean.</summary>
public class Cauchy : Distribution
{
    private Tensor loc = null!, scale = null!;

    /// <param name="loc">The mode, which is also the median.</param>
    /// <param name="scale">Half the width at half the height, positive; both broadcast to the batch shape.</param>
    /// <param name="generator">Where samples are drawn from.</param>
    public Cauchy(Tensor loc, Tensor scale, Generator? generator = null) : base(generator) => Set(loc, scale);

    private Cauchy Set(Tensor loc, Tensor scale, Size? shape = null)
    {
        (this.loc, this.scale) = OwnBatch(loc, scale, shape);
        return this;
    }

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
        (Target<Cauchy>(instance) ?? new(loc, scale, generator)).Set(loc, scale, batch_shape);
}

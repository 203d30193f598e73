using static TorchSharp.torch;
using static TorchSharp.torch.distributions;
using static TorchSharp.torch.distributions.transforms;

namespace TorchSharp.Modules;

/// <summary>The Weibull distribution of lifetimes: P(y &gt; t) = exp(−(t / scale)ᶜ) with shape parameter c = concentration.</summary>
public class Weibull : TransformedDistribution
{
    private readonly Tensor reciprocal;

    internal Weibull(Tensor scale, Tensor concentration, Generator? generator = null) : base(generator)
    {
        Keep(scale, concentration);
        using var scope = NewDisposeScope();
        reciprocal = Own(this.concentration.reciprocal());
        _init(new Exponential(ones_like(this.scale), generator), [new PowerTransform(reciprocal), new AffineTransform(0, this.scale)]);
    }

    private Tensor scale => Parameter(0);
    private Tensor concentration => Parameter(1);
    public override Tensor mean => WrappedTensorDisposeScope(() => scale * (1 + reciprocal).lgamma().exp());
    /// <summary>scale · ((c − 1) / c)^(1/c), and 0 for c below 1.</summary>
    public override Tensor mode => WrappedTensorDisposeScope(() => scale * (1 - reciprocal).clamp_min(0).pow(reciprocal));

    public override Tensor variance =>
        WrappedTensorDisposeScope(() => scale.square() * ((1 + 2 * reciprocal).lgamma().exp() - (2 * (1 + reciprocal).lgamma()).exp()));

    public override Tensor entropy() => WrappedTensorDisposeScope(() => euler_constant * (1 - reciprocal) + (scale * reciprocal).log() + 1);

    public override Distribution expand(Size batch_shape, Distribution? instance = null) =>
        Fill(instance, new Weibull(scale.expand(batch_shape.Shape), concentration.expand(batch_shape.Shape), generator));
}

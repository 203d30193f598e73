using static TorchSharp.torch;
using static TorchSharp.torch.distributions;
using static TorchSharp.torch.distributions.transforms;

namespace TorchSharp.Modules;

/// <summary>The Pareto distribution of type 1: P(y &gt; t) = (scale / t)^alpha for t above scale.</summary>
public class Pareto : TransformedDistribution
{
    internal Pareto(Tensor scale, Tensor alpha, Generator? generator = null) : base(generator)
    {
        Keep(scale, alpha);
        _init(new Exponential(this.alpha, generator), [new ExpTransform(), new AffineTransform(0, this.scale)]);
    }

    /// <summary>The smallest value.</summary>
    public Tensor scale => Parameter(0);
    /// <summary>The tail index: moments of this order and above do not exist.</summary>
    public Tensor alpha => Parameter(1);

    /// <summary>Infinite for alpha up to 1.</summary>
    public override Tensor mean => WrappedTensorDisposeScope(() =>
    {
        var a = alpha.clamp_min(1);
        return a * scale / (a - 1);
    });

    public override Tensor mode => scale;

    /// <summary>Infinite for alpha up to 2.</summary>
    public override Tensor variance => WrappedTensorDisposeScope(() =>
    {
        var a = alpha.clamp_min(2);
        return scale.square() * a / ((a - 1).square() * (a - 2));
    });

    public override Tensor entropy() => WrappedTensorDisposeScope(() => (scale / alpha).log() + (1 + alpha.reciprocal()));

    public override Distribution expand(Size batch_shape, Distribution? instance = null) =>
        Fill(instance, new Pareto(scale.expand(batch_shape.Shape), alpha.expand(batch_shape.Shape), generator));
}

using static TorchSharp.torch;
using static TorchSharp.torch.distributions;
using static TorchSharp.torch.distributions.transforms;

namespace TorchSharp.Modules;

/// <summary>The distribution of eˣ with x normal of mean <see cref="loc"/> and standard deviation <see cref="scale"/>.</summary>
public class LogNormal : TransformedDistribution
{
    internal LogNormal(Tensor loc, Tensor scale, Generator? generator = null) : base(generator)
    {
        Keep(loc, scale);
        _init(new Normal(this.loc, this.scale, generator), [new ExpTransform()]);
    }

    /// <summary>The mean of log y.</summary>
    public Tensor loc => Parameter(0);
    /// <summary>The standard deviation of log y.</summary>
    public Tensor scale => Parameter(1);

    public override Tensor mean => WrappedTensorDisposeScope(() => (loc + scale.square() / 2).exp());
    public override Tensor mode => WrappedTensorDisposeScope(() => (loc - scale.square()).exp());
    public override Tensor variance => WrappedTensorDisposeScope(() => scale.square().expm1() * (2 * loc + scale.square()).exp());
    public override Tensor entropy() => WrappedTensorDisposeScope(() => base_distribution.entropy() + loc);

    public override Distribution expand(Size batch_shape, Distribution? instance = null) =>
        Fill(instance, new LogNormal(loc.expand(batch_shape.Shape), scale.expand(batch_shape.Shape), generator));
}

using static TorchSharp.torch;
using static TorchSharp.torch.distributions;
using static TorchSharp.torch.distributions.transforms;

namespace TorchSharp.Modules;

/// <summary>The Gumbel distribution of largest values: loc − scale · log(−log u) with u uniform.</summary>
public class Gumbel : TransformedDistribution
{
    internal Gumbel(Tensor loc, Tensor scale, Generator? generator = null) : base(generator)
    {
        Keep(loc, scale);
        using var scope = NewDisposeScope();
        var limits = finfo(loc.dtype);
        var uniform = new Uniform(full_like(this.loc, limits.tiny), full_like(this.loc, 1 - limits.eps), generator);
        _init(uniform, [new LogTransform(), new AffineTransform(0, -1), new LogTransform(), new AffineTransform(this.loc, -this.scale)]);
    }

    private Tensor loc => Parameter(0);
    private Tensor scale => Parameter(1);
    public override Tensor mean => WrappedTensorDisposeScope(() => loc + scale * euler_constant);
    public override Tensor mode => loc;
    public override Tensor variance => WrappedTensorDisposeScope(() => stddev.square());
    public override Tensor stddev => scale * (Math.PI / Math.Sqrt(6));

    public override Tensor log_prob(Tensor value) => WrappedTensorDisposeScope(() =>
    {
        var y = (loc - value) / scale;
        return y - y.exp() - scale.log();
    });

    public override Tensor entropy() => WrappedTensorDisposeScope(() => scale.log() + (1 + euler_constant));

    public override Distribution expand(Size batch_shape, Distribution? instance = null) =>
        Fill(instance, new Gumbel(loc.expand(batch_shape.Shape), scale.expand(batch_shape.Shape), generator));
}

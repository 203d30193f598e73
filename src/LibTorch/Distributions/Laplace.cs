using static TorchSharp.torch;
using static TorchSharp.torch.distributions;

namespace TorchSharp.Modules;

/// <summary>The Laplace distribution, of density exp(−|x − loc| / scale) / (2 scale).</summary>
public class Laplace : Distribution
{
    private Tensor loc = null!, scale = null!;

    /// <param name="loc">The mean.</param>
    /// <param name="scale">The mean distance from it, positive; both broadcast to the batch shape.</param>
    /// <param name="generator">Where samples are drawn from.</param>
    public Laplace(Tensor loc, Tensor scale, Generator? generator = null) : base(generator) => Set(loc, scale);

    private Laplace Set(Tensor loc, Tensor scale, Size? shape = null)
    {
        (this.loc, this.scale) = OwnBatch(loc, scale, shape);
        return this;
    }

    public override Tensor mean => loc;
    public override Tensor mode => loc;
    public override Tensor stddev => scale * Math.Sqrt(2);
    public override Tensor variance => WrappedTensorDisposeScope(() => 2 * scale.pow(2));

    /// <summary>The quantile of a uniform number: loc − scale sign(u) log(1 − |u|), u in (−1, 1).</summary>
    public override Tensor rsample(params long[] sample_shape) => WrappedTensorDisposeScope(() =>
    {
        var u = loc.new_empty(ExtendedShape(sample_shape)).uniform_(finfo(loc.dtype).eps - 1, 1, generator);
        return loc - scale * u.sign() * (-u.abs()).log1p();
    });

    public override Tensor log_prob(Tensor value) => WrappedTensorDisposeScope(() => -(2 * scale).log() - (value - loc).abs() / scale);
    public override Tensor entropy() => WrappedTensorDisposeScope(() => 1 + (2 * scale).log());
    public override Tensor cdf(Tensor value) => WrappedTensorDisposeScope(() =>
    {
        var distance = value - loc;
        return 0.5 - 0.5 * distance.sign() * (-distance.abs() / scale).expm1();
    });

    public override Tensor icdf(Tensor value) => WrappedTensorDisposeScope(() =>
    {
        var term = value - 0.5;
        return loc - scale * term.sign() * (-2 * term.abs()).log1p();
    });

    public override Distribution expand(Size batch_shape, Distribution? instance = null) =>
        (Target<Laplace>(instance) ?? new(loc, scale, generator)).Set(loc, scale, batch_shape);
}

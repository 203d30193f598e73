using static TorchSharp.torch;
using static TorchSharp.torch.distributions;

namespace TorchSharp.Modules;

/// <summary>The Laplace distribution, of density exp(−|x − loc| / scale) / (2 scale).</summary>
public class Laplace : Distribution
{
    /// <summary>Of these means and mean distances from them, which broadcast to the batch shape.</summary>
    public Laplace(Tensor loc, Tensor scale, Generator? generator = null) : base(generator) => Keep(loc, scale);

    private Tensor loc => Parameter(0);
    private Tensor scale => Parameter(1);

    public override Tensor mean => loc;
    public override Tensor mode => loc;
    public override Tensor stddev => scale * Math.Sqrt(2);
    public override Tensor variance => WrappedTensorDisposeScope(() => 2 * scale.pow(2));

    /// <summary>loc − scale sign(u) log(1 − |u|) with u uniform on (−1, 1).</summary>
    public override Tensor rsample(params long[] sample_shape) =>
        WrappedTensorDisposeScope(() => Quantile(loc.new_empty(ExtendedShape(sample_shape)).uniform_(finfo(loc.dtype).eps - 1, 1, generator)));
    private Tensor Quantile(Tensor u) => loc - scale * u.sign() * (-u.abs()).log1p();

    public override Tensor log_prob(Tensor value) => WrappedTensorDisposeScope(() => -(2 * scale).log() - (value - loc).abs() / scale);
    public override Tensor entropy() => WrappedTensorDisposeScope(() => 1 + (2 * scale).log());
    public override Tensor cdf(Tensor value) =>
        WrappedTensorDisposeScope(() => 0.5 - 0.5 * (value - loc).sign() * (-(value - loc).abs() / scale).expm1());
    public override Tensor icdf(Tensor value) => WrappedTensorDisposeScope(() => Quantile(2 * value - 1));

    public override Distribution expand(Size batch_shape, Distribution? instance = null) =>
        Expanded(batch_shape, Target<Laplace>(instance) ?? new(loc, scale, generator));
}

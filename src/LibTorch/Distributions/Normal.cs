using static TorchSharp.torch;
using static TorchSharp.torch.distributions;

namespace TorchSharp.Modules;

/// <summary>The normal distribution, of density exp(−(x − loc)² / (2 scale²)) / (scale √(2π)).</summary>
public class Normal : Distribution
{
    /// <summary>Of these means and standard deviations, which broadcast to the batch shape.</summary>
    public Normal(Tensor loc, Tensor scale, Generator? generator = null) : base(generator) => Keep(loc, scale);

    private Tensor loc => Parameter(0);
    private Tensor scale => Parameter(1);

    public override Tensor mean => loc;
    public override Tensor mode => loc;
    public override Tensor stddev => scale;
    public override Tensor variance => scale.pow(2);

    /// <summary>loc + scale ε with standard normal ε.</summary>
    public override Tensor rsample(params long[] sample_shape) =>
        WrappedTensorDisposeScope(() => loc + loc.new_empty(ExtendedShape(sample_shape)).normal_(0, 1, generator) * scale);

    public override Tensor log_prob(Tensor value) =>
        WrappedTensorDisposeScope(() => -(value - loc).pow(2) / (2 * scale.pow(2)) - scale.log() - Math.Log(2 * Math.PI) / 2);
    public override Tensor entropy() => WrappedTensorDisposeScope(() => scale.log() + (1 + Math.Log(2 * Math.PI)) / 2);
    public override Tensor cdf(Tensor value) => WrappedTensorDisposeScope(() => 0.5 * (1 + ((value - loc) / scale / Math.Sqrt(2)).erf()));
    public override Tensor icdf(Tensor value) => WrappedTensorDisposeScope(() => loc + scale * (2 * value - 1).erfinv() * Math.Sqrt(2));

    public override Distribution expand(Size batch_shape, Distribution? instance = null) =>
        Expanded(batch_shape, Target<Normal>(instance) ?? new(loc, scale, generator));
}

using static TorchSharp.torch;
using static TorchSharp.torch.distributions;

namespace TorchSharp.Modules;

/// <summary>The uniform distribution on [low, high), of density 1 / (high − low).</summary>
public class Uniform : Distribution
{
    /// <summary>Between these bounds, which broadcast to the batch shape.</summary>
    public Uniform(Tensor low, Tensor high, Generator? generator = null) : base(generator) => Keep(low, high);

    private Tensor low => Parameter(0);
    private Tensor high => Parameter(1);

    public override Tensor mean => WrappedTensorDisposeScope(() => (high + low) / 2);
    /// <summary>Not a number: no value is more probable than another.</summary>
    public override Tensor mode => high.full_like(double.NaN);
    public override Tensor variance => WrappedTensorDisposeScope(() => (high - low).pow(2) / 12);

    /// <summary>low + u (high − low) with u uniform on [0, 1).</summary>
    public override Tensor rsample(params long[] sample_shape) =>
        WrappedTensorDisposeScope(() => low + low.new_empty(ExtendedShape(sample_shape)).uniform_(0, 1, generator) * (high - low));

    public override Tensor log_prob(Tensor value) =>
        WrappedTensorDisposeScope(() => (low.le(value) & high.gt(value)).type_as(low).log() - (high - low).log());
    public override Tensor cdf(Tensor value) => WrappedTensorDisposeScope(() => ((value - low) / (high - low)).clamp(0, 1));
    public override Tensor icdf(Tensor value) => WrappedTensorDisposeScope(() => value * (high - low) + low);
    public override Tensor entropy() => WrappedTensorDisposeScope(() => (high - low).log());

    public override Distribution expand(Size batch_shape, Distribution? instance = null) =>
        Expanded(batch_shape, Target<Uniform>(instance) ?? new(low, high, generator));
}

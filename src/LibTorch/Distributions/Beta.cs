using static TorchSharp.torch;
using static TorchSharp.torch.distributions;

namespace TorchSharp.Modules;

/// <summary>The beta distribution on (0, 1), of density x^(a − 1) (1 − x)^(b − 1) / B(a, b) with a = concentration1, b = concentration0.</summary>
public class Beta : ExponentialFamily
{
    /// <summary>The distribution of (x, 1 − x).</summary>
    protected Dirichlet dirichlet = null!;
    private Tensor concentration1 = null!, concentration0 = null!;

    /// <param name="concentration1">a, positive: the weight of values near 1.</param>
    /// <param name="concentration0">b, positive: the weight of values near 0; both broadcast to the batch shape.</param>
    /// <param name="generator">Where samples are drawn from.</param>
    public Beta(Tensor concentration1, Tensor concentration0, Generator? generator = null) : base(generator) => Set(concentration1, concentration0);

    private Beta Set(Tensor concentration1, Tensor concentration0, Size? shape = null)
    {
        (this.concentration1, this.concentration0) = OwnBatch(concentration1, concentration0, shape);
        using var both = stack([this.concentration1, this.concentration0], -1);
        dirichlet = Own(new Dirichlet(both, generator));
        return this;
    }

    public override Tensor mean => WrappedTensorDisposeScope(() => concentration1 / (concentration1 + concentration0));

    /// <summary>(a − 1) / (a + b − 2) for a, b &gt; 1; at the bounds as of <see cref="Dirichlet.mode"/>.</summary>
    public override Tensor mode => WrappedTensorDisposeScope(() => dirichlet.mode.select(-1, 0));

    public override Tensor variance => WrappedTensorDisposeScope(() =>
    {
        var total = concentration1 + concentration0;
        return concentration1 * concentration0 / (total.pow(2) * (total + 1));
    });

    /// <inheritdoc cref="Dirichlet.rsample(long[])"/>
    public override Tensor rsample(params long[] sample_shape) => WrappedTensorDisposeScope(() => dirichlet.rsample(sample_shape).select(-1, 0));

    public override Tensor log_prob(Tensor value) => WrappedTensorDisposeScope(() => dirichlet.log_prob(stack([value, 1 - value], -1)));

    public override Tensor entropy() => dirichlet.entropy();

    public override Distribution expand(Size batch_shape, Distribution? instance = null) =>
        (Target<Beta>(instance) ?? new(concentration1, concentration0, generator)).Set(concentration1, concentration0, batch_shape);

    // With η = (a, b) and t(x) = (log x, log(1 − x)) the carrier measure is −log x − log(1 − x).
    protected override IList<Tensor> NaturalParams => [concentration1, concentration0];
    protected override Tensor MeanCarrierMeasure => WrappedTensorDisposeScope(() =>
        2 * (concentration1 + concentration0).digamma() - concentration1.digamma() - concentration0.digamma());
    protected override Tensor LogNormalizer(params Tensor[] parameters) =>
        WrappedTensorDisposeScope(() => parameters[0].lgamma() + parameters[1].lgamma() - (parameters[0] + parameters[1]).lgamma());
}

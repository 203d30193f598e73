using static TorchSharp.torch;
using static TorchSharp.torch.distributions;

namespace TorchSharp.Modules;

/// <summary>The beta distribution on (0, 1), of density x^(a − 1) (1 − x)^(b − 1) / B(a, b) with a = concentration1, b = concentration0.</summary>
public class Beta : ExponentialFamily
{
    /// <summary>The distribution of (x, 1 − x).</summary>
    protected Dirichlet dirichlet;

    /// <summary>Of these parameters a and b, which broadcast to the batch shape.</summary>
    public Beta(Tensor concentration1, Tensor concentration0, Generator? generator = null) : base(generator)
    {
        Keep(concentration1, concentration0);
        using var both = stack([Parameter(0), Parameter(1)], -1);
        dirichlet = Own(new Dirichlet(both, generator));
    }

    public override Tensor mean => WrappedTensorDisposeScope(() => dirichlet.mean.select(-1, 0));
    /// <summary>(a − 1) / (a + b − 2) for a, b &gt; 1; at the bounds as of <see cref="Dirichlet.mode"/>.</summary>
    public override Tensor mode => WrappedTensorDisposeScope(() => dirichlet.mode.select(-1, 0));
    public override Tensor variance => WrappedTensorDisposeScope(() => dirichlet.variance.select(-1, 0));

    /// <inheritdoc cref="Dirichlet.rsample(long[])"/>
    public override Tensor rsample(params long[] sample_shape) => WrappedTensorDisposeScope(() => dirichlet.rsample(sample_shape).select(-1, 0));

    public override Tensor log_prob(Tensor value) => WrappedTensorDisposeScope(() => dirichlet.log_prob(stack([value, 1 - value], -1)));
    public override Tensor entropy() => dirichlet.entropy();

    public override Distribution expand(Size batch_shape, Distribution? instance = null) =>
        Fill(instance, new Beta(Parameter(0).expand(batch_shape.Shape), Parameter(1).expand(batch_shape.Shape), generator));

    // With η = (a, b) and t(x) = (log x, log(1 − x)) the carrier measure is −log x − log(1 − x).
    protected override IList<Tensor> NaturalParams => [Parameter(0), Parameter(1)];
    protected override Tensor MeanCarrierMeasure => dirichlet.Carrier();
    protected override Tensor LogNormalizer(params Tensor[] parameters) => WrappedTensorDisposeScope(() => Dirichlet.LogBeta(stack(parameters, -1)));
}

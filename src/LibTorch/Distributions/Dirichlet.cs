using static TorchSharp.torch;
using static TorchSharp.torch.distributions;

namespace TorchSharp.Modules;

/// <summary>The Dirichlet distribution over the simplex, of density Γ(Σα) ∏ xᵢ^(αᵢ − 1) / ∏ Γ(αᵢ).</summary>
public class Dirichlet : ExponentialFamily
{
    /// <summary>Of these concentrations α: the batch shape and, last, the number of components.</summary>
    /// <exception cref="ArgumentException">The concentration is a single number.</exception>
    public Dirichlet(Tensor concentration, Generator? generator = null) : base(generator)
    {
        Keep(concentration);
        if (batch_shape.IsEmpty) throw new ArgumentException("the concentration must be at least one-dimensional", nameof(concentration));
        _init(concentration.shape[..^1], concentration.shape[^1]);
    }

    internal Tensor concentration => Parameter(0);

    public override Tensor mean => WrappedTensorDisposeScope(() => concentration / concentration.sum(-1, keepdim: true));

    /// <summary>(α − 1) / Σ(α − 1) with terms below 0 left out; where all are, a corner of the simplex.</summary>
    public override Tensor mode => WrappedTensorDisposeScope(() =>
    {
        var above = (concentration - 1).clamp_min(0);
        var inside = above / above.sum(-1, keepdim: true);
        var corner = nn.functional.one_hot(inside.argmax(-1), concentration.size(-1)).type_as(inside);
        return where((concentration < 1).all(-1, keepdim: true), corner, inside);
    });

    public override Tensor variance => WrappedTensorDisposeScope(() =>
    {
        var total = concentration.sum(-1, keepdim: true);
        return concentration * (total - concentration) / (total.pow(2) * (total + 1));
    });

    /// <summary>Draws from the simplex; the gradient is the implicit one (Figurnov et al., arXiv:1805.08498).</summary>
    public override Tensor rsample(params long[] sample_shape) =>
        WrappedTensorDisposeScope(() => Draw.apply(concentration.expand(ExtendedShape(sample_shape)), generator!));

    public override Tensor log_prob(Tensor value) => WrappedTensorDisposeScope(() => (concentration - 1).xlogy(value).sum(-1) - LogBeta(concentration));

    public override Tensor entropy() => WrappedTensorDisposeScope(() =>
    {
        var total = concentration.sum(-1);
        return LogBeta(concentration) - (concentration.size(-1) - total) * total.digamma() - ((concentration - 1) * concentration.digamma()).sum(-1);
    });

    public override Distribution expand(Size batch_shape, Distribution? instance = null) =>
        Expanded(batch_shape, Target<Dirichlet>(instance) ?? new(concentration, generator));

    // With η = α and t(x) = log x the carrier measure is −Σ log x.
    protected override IList<Tensor> NaturalParams => [concentration];
    protected override Tensor MeanCarrierMeasure => Carrier();
    protected override Tensor LogNormalizer(params Tensor[] parameters) => WrappedTensorDisposeScope(() => LogBeta(parameters[0]));
    internal Tensor Carrier() => WrappedTensorDisposeScope(() => (concentration.sum(-1, keepdim: true).digamma() - concentration.digamma()).sum(-1));
    internal static Tensor LogBeta(Tensor alpha) => alpha.lgamma().sum(-1) - alpha.sum(-1).lgamma();

    private sealed class Draw : autograd.SingleTensorFunction<Draw>
    {
        public override string Name => nameof(Dirichlet);

        public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
        {
            var concentration = (Tensor)vars[0];
            var x = _sample_dirichlet(concentration, (Generator?)vars[1]);
            ctx.save_for_backward([x, concentration]);
            return x;
        }

        public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
        {
            var saved = ctx.get_saved_variables();
            var (x, concentration) = (saved[0], saved[1]);
            var gradient = Ops._dirichlet_grad(x, concentration, concentration.sum(-1, keepdim: true).expand_as(concentration));
            return [gradient * (grad_output - (x * grad_output).sum(-1, keepdim: true)), null!];
        }
    }
}

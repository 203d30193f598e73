using static TorchSharp.torch;
using static TorchSharp.torch.distributions;

namespace TorchSharp.Modules;

/// <summary>The negative binomial distribution: the successes before r failures, k with probability Γ(r + k) / (k! Γ(r)) (1 − p)ʳ pᵏ.</summary>
public class NegativeBinomial : Distribution
{
    /// <summary>Of these numbers r of failures, positive but not always whole, and probabilities p of a success, or their log-odds l, which broadcast to the batch shape.</summary>
    /// <exception cref="ArgumentException">Both or neither of p and l are given.</exception>
    public NegativeBinomial(Tensor total_count, Tensor? p = null, Tensor? l = null, Generator? generator = null) : base(generator)
    {
        ArgumentNullException.ThrowIfNull(total_count);
        KeepEither(p, l, total_count);
    }

    internal NegativeBinomial(Tensor total_count, (Tensor? Probs, Tensor? Logits) given, Generator? generator) : this(total_count, given.Probs, given.Logits, generator) { }

    /// <summary>The probability of a success.</summary>
    public Tensor probs => Probs();
    /// <summary>The log-odds of a success.</summary>
    public Tensor logits => Logits();
    private Tensor total_count => Parameter(2);

    public override Tensor mean => WrappedTensorDisposeScope(() => total_count * logits.exp());
    public override Tensor mode => WrappedTensorDisposeScope(() => ((total_count - 1) * logits.exp()).floor().clamp_min(0));
    public override Tensor variance => WrappedTensorDisposeScope(() => mean / (-logits).sigmoid());

    /// <summary>Draws through which no gradient flows: Poisson ones whose rate is drawn from Gamma(r, (1 − p) / p).</summary>
    public override Tensor rsample(params long[] sample_shape)
    {
        using var _ = no_grad();
        return WrappedTensorDisposeScope(() => poisson(Gamma.Draw(total_count, (-logits).exp(), ExtendedShape(sample_shape), generator), generator));
    }

    public override Tensor log_prob(Tensor value) => WrappedTensorDisposeScope(() =>
    {
        var k = value.type_as(total_count);
        var coefficient = (total_count + k).lgamma() - (1 + k).lgamma() - total_count.lgamma();
        return total_count * (-logits).log_sigmoid() + k * logits.log_sigmoid() + coefficient.masked_fill(total_count + k == 0, 0);
    });

    /// <exception cref="NotImplementedException">Always, as in PyTorch and TorchSharp.</exception>
    public override Tensor entropy() => throw new NotImplementedException(nameof(entropy));

    public override Distribution expand(Size batch_shape, Distribution? instance = null) =>
        Expanded(batch_shape, Target<NegativeBinomial>(instance) ?? new(total_count, probs, null, generator));
}

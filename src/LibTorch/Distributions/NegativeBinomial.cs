using static TorchSharp.torch;
using static TorchSharp.torch.distributions;

namespace TorchSharp.Modules;

/// <summary>The negative binomial distribution: the successes before r failures, k with probability Γ(r + k) / (k! Γ(r)) (1 − p)ʳ pᵏ.</summary>
public class NegativeBinomial : Distribution
{
    private Tensor total_count = null!;
    private Tensor? givenProbs, givenLogits;

    /// <param name="total_count">The number r of failures, positive; it need not be whole.</param>
    /// <param name="p">The probability p of a success, in [0, 1); broadcasts with r to the batch shape.</param>
    /// <param name="l">Or its log-odds.</param>
    /// <param name="generator">Where samples are drawn from.</param>
    /// <exception cref="ArgumentException">Both or neither of p and l are given.</exception>
    public NegativeBinomial(Tensor total_count, Tensor? p = null, Tensor? l = null, Generator? generator = null) : base(generator) => Set(total_count, p, l);

    internal NegativeBinomial(Tensor total_count, (Tensor? Probs, Tensor? Logits) given, Generator? generator) : this(total_count, given.Probs, given.Logits, generator) { }

    private NegativeBinomial Set(Tensor total_count, Tensor? p, Tensor? l, Size? shape = null)
    {
        OnlyOne(p, l);
        ArgumentNullException.ThrowIfNull(total_count);
        using var scope = NewDisposeScope();
        (this.total_count, var parameter) = OwnBatch(total_count.type_as(p ?? l!), p ?? l!, shape);
        (givenProbs, givenLogits) = p is null ? (null, parameter) : (parameter, (Tensor?)null);
        return this;
    }

    /// <summary>The probability of a success.</summary>
    public Tensor probs => givenProbs ?? LogitsToProbs(givenLogits!, true);
    /// <summary>The log-odds of a success.</summary>
    public Tensor logits => givenLogits ?? ProbsToLogits(givenProbs!, true);

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
        (Target<NegativeBinomial>(instance) ?? new(total_count, givenProbs, givenLogits, generator)).Set(total_count, givenProbs, givenLogits, batch_shape);
}

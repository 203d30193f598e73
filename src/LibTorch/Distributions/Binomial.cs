using static TorchSharp.torch;
using static TorchSharp.torch.distributions;

namespace TorchSharp.Modules;

/// <summary>The binomial distribution: the successes among n trials, k with probability C(n, k) pᵏ (1 − p)ⁿ⁻ᵏ.</summary>
public class Binomial : Distribution
{
    /// <summary>Of these numbers n of trials and probabilities p of a success, or their log-odds l, which broadcast to the batch shape.</summary>
    /// <exception cref="ArgumentException">Both or neither of p and l are given.</exception>
    public Binomial(Tensor total_count, Tensor? p = null, Tensor? l = null, Generator? generator = null) : base(generator)
    {
        ArgumentNullException.ThrowIfNull(total_count);
        KeepEither(p, l, total_count);
    }

    internal Binomial(Tensor total_count, (Tensor? Probs, Tensor? Logits) given, Generator? generator) : this(total_count, given.Probs, given.Logits, generator) { }

    /// <summary>The probability of a success.</summary>
    public Tensor probs => Probs();
    /// <summary>The log-odds of a success.</summary>
    public Tensor logits => Logits();
    private Tensor total_count => Parameter(2);

    public override Tensor mean => WrappedTensorDisposeScope(() => total_count * probs);
    public override Tensor mode => WrappedTensorDisposeScope(() => ((total_count + 1) * probs).floor().minimum(total_count));
    public override Tensor variance => WrappedTensorDisposeScope(() => total_count * probs * (1 - probs));

    /// <summary>Draws through which no gradient flows.</summary>
    public override Tensor rsample(params long[] sample_shape) =>
        WrappedTensorDisposeScope(() => binomial(total_count.expand(ExtendedShape(sample_shape)), probs.expand(ExtendedShape(sample_shape)), generator));

    public override Tensor log_prob(Tensor value) => WrappedTensorDisposeScope(() =>
    {
        var k = value.type_as(total_count);
        var coefficient = (total_count + 1).lgamma() - (k + 1).lgamma() - (total_count - k + 1).lgamma();
        return coefficient + k * logits - total_count * (ClampByZero(logits) + (-logits.abs()).exp().log1p());
    });

    /// <summary>The sum over all values up to the largest n: memory of n times the batch.</summary>
    public override Tensor entropy() => WrappedTensorDisposeScope(() => special.entr(log_prob(UpTo(total_count.max() + 1, total_count)).exp()).sum(0));

    public override Distribution expand(Size batch_shape, Distribution? instance = null) =>
        Expanded(batch_shape, Target<Binomial>(instance) ?? new(total_count, probs, null, generator));
}

using static TorchSharp.torch;
using static TorchSharp.torch.distributions;

namespace TorchSharp.Modules;

/// <summary>The binomial distribution: the successes among n trials, k with probability C(n, k) pᵏ (1 − p)ⁿ⁻ᵏ.</summary>
public class Binomial : Distribution
{
    private Tensor total_count = null!;
    private Tensor? givenProbs, givenLogits;

    /// <param name="total_count">The number n of trials.</param>
    /// <param name="p">The probability p of a success; broadcasts with n to the batch shape.</param>
    /// <param name="l">Or its log-odds.</param>
    /// <param name="generator">Where samples are drawn from.</param>
    /// <exception cref="ArgumentException">Both or neither of p and l are given.</exception>
    public Binomial(Tensor total_count, Tensor? p = null, Tensor? l = null, Generator? generator = null) : base(generator) => Set(total_count, p, l);

    internal Binomial(Tensor total_count, (Tensor? Probs, Tensor? Logits) given, Generator? generator) : this(total_count, given.Probs, given.Logits, generator) { }

    private Binomial Set(Tensor total_count, Tensor? p, Tensor? l, Size? shape = null)
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

    public override Tensor mean => WrappedTensorDisposeScope(() => total_count * probs);
    public override Tensor mode => WrappedTensorDisposeScope(() => ((total_count + 1) * probs).floor().minimum(total_count));
    public override Tensor variance => WrappedTensorDisposeScope(() => total_count * probs * (1 - probs));

    public override Tensor rsample(params long[] sample_shape) => WrappedTensorDisposeScope(() =>
    {
        var shape = ExtendedShape(sample_shape);
        return binomial(total_count.expand(shape), probs.expand(shape), generator);
    });

    public override Tensor log_prob(Tensor value) => WrappedTensorDisposeScope(() =>
    {
        var k = value.type_as(total_count);
        var coefficient = (total_count + 1).lgamma() - (k + 1).lgamma() - (total_count - k + 1).lgamma();
        return coefficient + k * logits - total_count * (ClampByZero(logits) + (-logits.abs()).exp().log1p());
    });

    /// <summary>The sum over all values up to the largest n: memory of n times the batch.</summary>
    public override Tensor entropy() => WrappedTensorDisposeScope(() =>
    {
        var support = arange(total_count.max().to(ScalarType.Float64).item<double>() + 1, dtype: total_count.dtype, device: total_count.device);
        return special.entr(log_prob(support.view([-1, .. batch_shape.Select(_ => 1L)])).exp()).sum(0);
    });

    public override Distribution expand(Size batch_shape, Distribution? instance = null) =>
        (Target<Binomial>(instance) ?? new(total_count, givenProbs, givenLogits, generator)).Set(total_count, givenProbs, givenLogits, batch_shape);
}

using static TorchSharp.torch;
using static TorchSharp.torch.distributions;

namespace TorchSharp.Modules;

/// <summary>The geometric distribution: the failures before the first success, k with probability (1 − p)ᵏ p.</summary>
public class Geometric : Distribution
{
    private Tensor? givenProbs, givenLogits;

    /// <param name="probs">The probability p of a success, in (0, 1], of the batch shape.</param>
    /// <param name="logits">Or its log-odds.</param>
    /// <param name="generator">Where samples are drawn from.</param>
    /// <exception cref="ArgumentException">Both or neither of the two are given.</exception>
    public Geometric(Tensor? probs = null, Tensor? logits = null, Generator? generator = null) : base(generator) => Set(probs, logits);

    private Geometric Set(Tensor? probs, Tensor? logits, Size? shape = null)
    {
        OnlyOne(probs, logits);
        (givenProbs, givenLogits) = (probs is null ? null : Own(probs, shape), logits is null ? null : Own(logits, shape));
        _init((givenProbs ?? givenLogits!).shape);
        return this;
    }

    /// <summary>The probability of a success.</summary>
    public Tensor probs => givenProbs ?? LogitsToProbs(givenLogits!, true);
    /// <summary>The log-odds of a success.</summary>
    public Tensor logits => givenLogits ?? ProbsToLogits(givenProbs!, true);

    public override Tensor mean => WrappedTensorDisposeScope(() => 1 / probs - 1);
    public override Tensor mode => probs.zeros_like();
    public override Tensor variance => WrappedTensorDisposeScope(() => (1 / probs - 1) / probs);

    /// <summary>Draws through which no gradient flows: ⌊log u / log(1 − p)⌋ with u uniform on (0, 1).</summary>
    public override Tensor rsample(params long[] sample_shape)
    {
        using var _ = no_grad();
        return WrappedTensorDisposeScope(() =>
        {
            var u = probs.new_empty(ExtendedShape(sample_shape)).uniform_(finfo(probs.dtype).tiny, 1, generator);
            return (u.log() / (-probs).log1p()).floor();
        });
    }

    public override Tensor log_prob(Tensor value) => WrappedTensorDisposeScope(() =>
    {
        // At p = 1 the only value is 0, of probability 1, where 0 · log 0 is to be 0.
        var p = probs.masked_fill((probs == 1) & (value == 0), 0);
        return value * (-p).log1p() + probs.log();
    });

    public override Tensor entropy() =>
        WrappedTensorDisposeScope(() => nn.functional.binary_cross_entropy_with_logits(logits, probs, reduction: nn.Reduction.None) / probs);

    public override Distribution expand(Size batch_shape, Distribution? instance = null) =>
        (Target<Geometric>(instance) ?? new(givenProbs, givenLogits, generator)).Set(givenProbs, givenLogits, batch_shape);
}

using static TorchSharp.torch;
using static TorchSharp.torch.distributions;

namespace TorchSharp.Modules;

/// <summary>The Bernoulli distribution: 1 with probability p and 0 otherwise.</summary>
public class Bernoulli : Distribution
{
    private Tensor? givenProbs, givenLogits;

    /// <param name="p">The probability of 1, of the batch shape.</param>
    /// <param name="l">Or its log-odds, log(p / (1 − p)).</param>
    /// <param name="generator">Where samples are drawn from.</param>
    /// <exception cref="ArgumentException">Both or neither of the two are given.</exception>
    public Bernoulli(Tensor? p = null, Tensor? l = null, Generator? generator = null) : base(generator) => Set(p, l);

    internal Bernoulli((Tensor? Probs, Tensor? Logits) given, Generator? generator) : this(given.Probs, given.Logits, generator) { }

    private Bernoulli Set(Tensor? p, Tensor? l, Size? shape = null)
    {
        OnlyOne(p, l);
        (givenProbs, givenLogits) = (p is null ? null : Own(p, shape), l is null ? null : Own(l, shape));
        _init((givenProbs ?? givenLogits!).shape);
        return this;
    }

    /// <summary>The probability of 1.</summary>
    public Tensor probs => givenProbs ?? LogitsToProbs(givenLogits!, true);
    /// <summary>The log-odds of 1.</summary>
    public Tensor logits => givenLogits ?? ProbsToLogits(givenProbs!, true);

    public override Tensor mean => probs;
    /// <summary>The likelier of 0 and 1; not a number where they are equally likely.</summary>
    public override Tensor mode => WrappedTensorDisposeScope(() => (probs >= 0.5).type_as(probs).masked_fill(probs == 0.5, double.NaN));
    public override Tensor variance => WrappedTensorDisposeScope(() => probs * (1 - probs));

    public override Tensor rsample(params long[] sample_shape) => WrappedTensorDisposeScope(() => bernoulli(probs.expand(ExtendedShape(sample_shape)), generator));

    public override Tensor log_prob(Tensor value) => WrappedTensorDisposeScope(() =>
    {
        var both = broadcast_tensors(logits, value);
        return -nn.functional.binary_cross_entropy_with_logits(both[0], both[1].type_as(both[0]), reduction: nn.Reduction.None);
    });

    public override Tensor entropy() =>
        WrappedTensorDisposeScope(() => nn.functional.binary_cross_entropy_with_logits(logits, probs, reduction: nn.Reduction.None));

    public override Distribution expand(Size batch_shape, Distribution? instance = null) =>
        (Target<Bernoulli>(instance) ?? new(givenProbs, givenLogits, generator)).Set(givenProbs, givenLogits, batch_shape);
}

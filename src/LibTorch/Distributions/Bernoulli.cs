using static TorchSharp.torch;
using static TorchSharp.torch.distributions;

namespace TorchSharp.Modules;

/// <summary>The Bernoulli distribution: 1 with probability p and 0 otherwise.</summary>
public class Bernoulli : Distribution
{
    /// <summary>Of these probabilities p of 1, or of log-odds l = log(p / (1 − p)).</summary>
    /// <exception cref="ArgumentException">Both or neither of the two are given.</exception>
    public Bernoulli(Tensor? p = null, Tensor? l = null, Generator? generator = null) : base(generator) => KeepEither(p, l);

    internal Bernoulli((Tensor? Probs, Tensor? Logits) given, Generator? generator) : this(given.Probs, given.Logits, generator) { }

    /// <summary>The probability of 1.</summary>
    public Tensor probs => Probs();
    /// <summary>The log-odds of 1.</summary>
    public Tensor logits => Logits();

    public override Tensor mean => probs;
    /// <summary>The likelier of 0 and 1; not a number where they are equally likely.</summary>
    public override Tensor mode => WrappedTensorDisposeScope(() => (probs >= 0.5).type_as(probs).masked_fill(probs == 0.5, double.NaN));
    public override Tensor variance => WrappedTensorDisposeScope(() => probs * (1 - probs));

    /// <summary>Draws through which no gradient flows.</summary>
    public override Tensor rsample(params long[] sample_shape) => WrappedTensorDisposeScope(() => bernoulli(probs.expand(ExtendedShape(sample_shape)), generator));

    public override Tensor log_prob(Tensor value) => WrappedTensorDisposeScope(() =>
    {
        var both = broadcast_tensors(logits, value);
        return -nn.functional.binary_cross_entropy_with_logits(both[0], both[1].type_as(both[0]), reduction: nn.Reduction.None);
    });

    public override Tensor entropy() =>
        WrappedTensorDisposeScope(() => nn.functional.binary_cross_entropy_with_logits(logits, probs, reduction: nn.Reduction.None));

    public override Distribution expand(Size batch_shape, Distribution? instance = null) =>
        Expanded(batch_shape, Target<Bernoulli>(instance) ?? new(probs, null, generator));
}

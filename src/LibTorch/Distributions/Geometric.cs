using static TorchSharp.torch;
using static TorchSharp.torch.distributions;

namespace TorchSharp.Modules;

/// <summary>The geometric distribution: the failures before the first success, k with probability (1 − p)ᵏ p.</summary>
public class Geometric : Distribution
{
    /// <summary>Of these probabilities p of a success, in (0, 1], or of their log-odds.</summary>
    /// <exception cref="ArgumentException">Both or neither of the two are given.</exception>
    public Geometric(Tensor? probs = null, Tensor? logits = null, Generator? generator = null) : base(generator) => KeepEither(probs, logits);

    /// <summary>The probability of a success.</summary>
    public Tensor probs => Probs();
    /// <summary>The log-odds of a success.</summary>
    public Tensor logits => Logits();

    public override Tensor mean => WrappedTensorDisposeScope(() => 1 / probs - 1);
    public override Tensor mode => probs.zeros_like();
    public override Tensor variance => WrappedTensorDisposeScope(() => (1 / probs - 1) / probs);

    /// <summary>Draws through which no gradient flows: ⌊log u / log(1 − p)⌋ with u uniform on (0, 1).</summary>
    public override Tensor rsample(params long[] sample_shape)
    {
        using var _ = no_grad();
        return WrappedTensorDisposeScope(() =>
            (probs.new_empty(ExtendedShape(sample_shape)).uniform_(finfo(probs.dtype).tiny, 1, generator).log() / (-probs).log1p()).floor());
    }

    // At p = 1 the only value is 0, of probability 1, where 0 · log 0 is to be 0.
    public override Tensor log_prob(Tensor value) =>
        WrappedTensorDisposeScope(() => value * (-probs.masked_fill((probs == 1) & (value == 0), 0)).log1p() + probs.log());

    public override Tensor entropy() =>
        WrappedTensorDisposeScope(() => nn.functional.binary_cross_entropy_with_logits(logits, probs, reduction: nn.Reduction.None) / probs);

    public override Distribution expand(Size batch_shape, Distribution? instance = null) =>
        Expanded(batch_shape, Target<Geometric>(instance) ?? new(probs, null, generator));
}

using static TorchSharp.torch;
using static TorchSharp.torch.distributions;

namespace TorchSharp.Modules;

/// <summary>The categorical distribution: a number 0 … n − 1 with the probability that stands there along the last dimension.</summary>
public class Categorical : Distribution
{
    /// <summary>Of these probabilities, [..., n], divided by their sum, or of unnormalised logarithms of them.</summary>
    /// <exception cref="ArgumentException">Both or neither of the two are given, or a single number.</exception>
    public Categorical(Tensor? probs = null, Tensor? logits = null, Generator? generator = null) : base(generator)
    {
        OnlyOne(probs, logits);
        if ((probs ?? logits!).dim() < 1) throw new ArgumentException("probs and logits must be at least one-dimensional", probs is null ? nameof(logits) : nameof(probs));
        using var scope = NewDisposeScope();
        KeepEither(probs is null ? null : probs / probs.sum(-1, keepdim: true), logits is null ? null : logits - logits.logsumexp(-1, keepdim: true));
        _init((probs ?? logits!).shape[..^1]);
    }

    /// <summary>The probabilities, [..., n].</summary>
    public Tensor probs => Probs(binary: false);
    /// <summary>Their logarithms.</summary>
    public Tensor logits => Logits(binary: false);
    /// <summary>The batch shape and the number of categories.</summary>
    public long[] param_shape => Given.shape;
    internal long num_events => param_shape[^1];

    /// <summary>Not a number: categories have no order.</summary>
    public override Tensor mean => Given.new_full(batch_shape.Shape, double.NaN);
    /// <summary>The most probable category, int64.</summary>
    public override Tensor mode => WrappedTensorDisposeScope(() => probs.argmax(-1));
    /// <summary>Not a number: categories have no order.</summary>
    public override Tensor variance => mean;

    /// <summary>Draws through which no gradient flows, int64.</summary>
    public override Tensor rsample(params long[] sample_shape) => WrappedTensorDisposeScope(() =>
        multinomial(probs.reshape(-1, num_events), new Size(sample_shape).numel(), true, generator).t().reshape(ExtendedShape(sample_shape)));

    public override Tensor log_prob(Tensor value) => WrappedTensorDisposeScope(() =>
    {
        var both = broadcast_tensors(value.to(ScalarType.Int64).unsqueeze(-1), logits);
        return both[1].gather(-1, both[0].narrow(-1, 0, 1)).squeeze(-1);
    });

    public override Tensor entropy() => WrappedTensorDisposeScope(() => -(logits.clamp_min(finfo(logits.dtype).min) * probs).sum(-1));

    public override Distribution expand(Size batch_shape, Distribution? instance = null) =>
        Expanded(batch_shape, Target<Categorical>(instance) ?? new(probs, null, generator));
}

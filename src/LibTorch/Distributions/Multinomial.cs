using static TorchSharp.torch;
using static TorchSharp.torch.distributions;

namespace TorchSharp.Modules;

/// <summary>The multinomial distribution: how often each category comes up in n draws, x with probability n! ∏ pᵢ^xᵢ / ∏ xᵢ!.</summary>
public class Multinomial : Distribution
{
    private readonly int total_count;
    private readonly Categorical categorical;

    /// <summary>Of n = total_count draws and these probabilities, [..., categories], divided by their sum, or of unnormalised logarithms of them.</summary>
    /// <exception cref="ArgumentException">Both or neither of the two are given, or a single number, or n is negative.</exception>
    public Multinomial(int total_count, Tensor? probs = null, Tensor? logits = null, Generator? generator = null)
        : this(total_count, new Categorical(probs, logits, generator), generator) { }

    private Multinomial(int total_count, Categorical categorical, Generator? generator) : base(generator, categorical.batch_shape, categorical.num_events)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(total_count);
        (this.total_count, this.categorical) = (total_count, Own(categorical));
    }

    /// <inheritdoc cref="Categorical.probs"/>
    public Tensor probs => categorical.probs;
    /// <inheritdoc cref="Categorical.logits"/>
    public Tensor logits => categorical.logits;
    /// <inheritdoc cref="Categorical.param_shape"/>
    public long[] param_shape => categorical.param_shape;

    public override Tensor mean => WrappedTensorDisposeScope(() => total_count * probs);
    public override Tensor variance => WrappedTensorDisposeScope(() => total_count * probs * (1 - probs));

    /// <summary>Draws through which no gradient flows, of the dtype of the probabilities.</summary>
    public override Tensor rsample(params long[] sample_shape) => WrappedTensorDisposeScope(() =>
    {
        var shape = ExtendedShape(sample_shape);
        if (total_count == 0) return probs.new_zeros(shape);
        var categories = categorical.rsample([total_count, .. sample_shape]).movedim([0], [-1]);
        return categories.new_zeros(shape).scatter_add(-1, categories, categories.ones_like()).type_as(probs);
    });

    public override Tensor log_prob(Tensor value) => WrappedTensorDisposeScope(() =>
    {
        var x = value.type_as(probs);
        // No draw of an impossible category is certain.
        var powers = x * logits.masked_fill((x == 0) & (logits == double.NegativeInfinity), 0);
        return (x.sum(-1) + 1).lgamma() - (x + 1).lgamma().sum(-1) + powers.sum(-1);
    });

    /// <summary>n H(p) − log n! + Σᵢ E log xᵢ!, where each xᵢ is binomial.</summary>
    public override Tensor entropy() => WrappedTensorDisposeScope(() =>
    {
        var (n, k) = (probs.new_full([], total_count), UpTo(total_count + 1, probs));
        using var counts = new Binomial(n, probs);
        return n * categorical.entropy() - (n + 1).lgamma() + (counts.log_prob(k).exp() * (k + 1).lgamma()).sum(0).sum(-1);
    });

    public override Distribution expand(Size batch_shape, Distribution? instance = null) =>
        Fill(instance, new Multinomial(total_count, (Categorical)categorical.expand(batch_shape), generator));
}

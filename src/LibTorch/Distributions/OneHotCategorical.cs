using static TorchSharp.torch;
using static TorchSharp.torch.distributions;

namespace TorchSharp.Modules;

/// <summary>The categorical distribution over vectors with a 1 at the category drawn and 0 elsewhere.</summary>
public class OneHotCategorical : Distribution
{
    private readonly Categorical categorical;

    /// <inheritdoc cref="Categorical(Tensor?, Tensor?, Generator?)"/>
    public OneHotCategorical(Tensor? p = null, Tensor? l = null, Generator? generator = null) : this(new Categorical(p, l, generator), generator) { }

    internal OneHotCategorical((Tensor? Probs, Tensor? Logits) given, Generator? generator) : this(given.Probs, given.Logits, generator) { }

    private OneHotCategorical(Categorical categorical, Generator? generator) : base(generator, categorical.batch_shape, categorical.num_events) =>
        this.categorical = Own(categorical);

    /// <inheritdoc cref="Categorical.probs"/>
    public Tensor probs => categorical.probs;
    /// <inheritdoc cref="Categorical.logits"/>
    public Tensor logits => categorical.logits;

    public override Tensor mean => probs;
    public override Tensor mode => WrappedTensorDisposeScope(() => OneHot(probs.argmax(-1)));
    public override Tensor variance => WrappedTensorDisposeScope(() => probs * (1 - probs));

    /// <summary>Draws through which no gradient flows, of the dtype of the probabilities.</summary>
    public override Tensor rsample(params long[] sample_shape) => WrappedTensorDisposeScope(() => OneHot(categorical.rsample(sample_shape)));
    private Tensor OneHot(Tensor categories) => nn.functional.one_hot(categories, categorical.num_events).type_as(probs);

    public override Tensor log_prob(Tensor value) => WrappedTensorDisposeScope(() => categorical.log_prob(value.argmax(-1)));
    public override Tensor entropy() => categorical.entropy();

    public override Distribution expand(Size batch_shape, Distribution? instance = null) =>
        Fill(instance, new OneHotCategorical((Categorical)categorical.expand(batch_shape), generator));
}

using static TorchSharp.torch;
using static TorchSharp.torch.distributions;

namespace TorchSharp.Modules;

/// <summary>
/// The logarithm of a relaxed one-hot variable: the log-softmax of (logits + Gumbel noise) / temperature
/// (Maddison, Mnih and Teh, The concrete distribution, arXiv:1611.00712).
/// </summary>
public class ExpRelaxedCategorical : Distribution
{
    private readonly Tensor? givenProbs, givenLogits;

    internal ExpRelaxedCategorical(Tensor temperature, Tensor? probs = null, Tensor? logits = null, Generator? generator = null) : base(generator)
    {
        OnlyOne(probs, logits);
        using var scope = NewDisposeScope();
        this.temperature = Own(temperature);
        (givenProbs, givenLogits) = (probs is null ? null : Own(probs / probs.sum(-1, keepdim: true)), logits is null ? null : Own(logits.log_softmax(-1)));
        var shape = new Size(param_shape);
        if (shape.IsScalar) throw new ArgumentException("'probs' or 'logits' must have a last dimension, the categories'.");
        _init(shape.Slice(0, shape.Length - 1), shape.Slice(shape.Length - 1, shape.Length));
    }

    internal ExpRelaxedCategorical(Tensor temperature, (Tensor? Probs, Tensor? Logits) one, Generator? generator) : this(temperature, one.Probs, one.Logits, generator) { }

    public Tensor temperature { get; }
    /// <summary>Probabilities of the categories, along the last dimension.</summary>
    public Tensor probs => givenProbs ?? LogitsToProbs(givenLogits!);
    /// <summary>Their logarithms.</summary>
    public Tensor logits => givenLogits ?? ProbsToLogits(givenProbs!);
    /// <summary>The batch shape and the number of categories.</summary>
    public long[] param_shape => (givenProbs ?? givenLogits!).shape;

    /// <exception cref="NotImplementedException">Always: there is no closed form.</exception>
    public override Tensor mean => throw Missing("mean");
    /// <inheritdoc cref="mean"/>
    public override Tensor variance => throw Missing("variance");
    /// <inheritdoc cref="mean"/>
    public override Tensor entropy() => throw Missing("entropy()");

    public override Tensor rsample(params long[] sample_shape) => WrappedTensorDisposeScope(() =>
    {
        var u = ClampProbs(empty(ExtendedShape(sample_shape), logits.dtype, logits.device).uniform_(0, 1, generator));
        return ((logits - (-u.log()).log()) / temperature).log_softmax(-1);
    });

    public override Tensor log_prob(Tensor value) => WrappedTensorDisposeScope(() =>
    {
        var categories = event_shape[0];
        var constant = full_like(temperature, categories).lgamma() + (categories - 1) * temperature.log();
        return (logits - value * temperature).log_softmax(-1).sum(-1) + constant;
    });

    public override Distribution expand(Size batch_shape, Distribution? instance = null) =>
        Fill(instance, new ExpRelaxedCategorical(temperature, givenProbs?.expand((batch_shape + event_shape).Shape), givenLogits?.expand((batch_shape + event_shape).Shape), generator));
}

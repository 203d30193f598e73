using static TorchSharp.torch;
using static TorchSharp.torch.distributions;

namespace TorchSharp.Modules;

/// <summary>
/// The logit of a relaxed Bernoulli variable: (log-odds + L) / temperature with L logistic. At low temperature its sigmoid is nearly 0 or 1
/// (Maddison, Mnih and Teh, The concrete distribution, arXiv:1611.00712).
/// </summary>
public class LogitRelaxedBernoulli : Distribution
{
    private readonly Tensor? givenProbs, givenLogits;

    /// <param name="temperature">The temperature of the relaxation, positive.</param>
    /// <param name="probs">The probabilities of 1; these or the logits are to be given.</param>
    /// <param name="logits">Their log-odds.</param>
    /// <param name="generator">Where samples are drawn from.</param>
    /// <exception cref="ArgumentException">Both or none of the probabilities and logits are given.</exception>
    public LogitRelaxedBernoulli(Tensor temperature, Tensor? probs = null, Tensor? logits = null, Generator? generator = null) : base(generator)
    {
        OnlyOne(probs, logits);
        this.temperature = Own(temperature);
        (givenProbs, givenLogits) = (probs is null ? null : Own(probs), logits is null ? null : Own(logits));
        _init(new Size((probs ?? logits!).shape));
    }

    internal LogitRelaxedBernoulli(Tensor temperature, (Tensor? Probs, Tensor? Logits) one, Generator? generator) : this(temperature, one.Probs, one.Logits, generator) { }

    internal Tensor temperature { get; }
    public Tensor probs => givenProbs ?? LogitsToProbs(givenLogits!, isBinary: true);
    public Tensor logits => givenLogits ?? ProbsToLogits(givenProbs!, isBinary: true);

    /// <summary>As TorchSharp has it: the mean of the variable that is relaxed.</summary>
    public override Tensor mean => probs;
    /// <summary>As TorchSharp has it: the variance of the variable that is relaxed.</summary>
    public override Tensor variance => WrappedTensorDisposeScope(() => probs * (1 - probs));
    /// <summary>As TorchSharp has it: the entropy of the variable that is relaxed.</summary>
    public override Tensor entropy() =>
        WrappedTensorDisposeScope(() => nn.functional.binary_cross_entropy_with_logits(logits, probs, reduction: nn.Reduction.None));

    public override Tensor rsample(params long[] sample_shape) => WrappedTensorDisposeScope(() =>
    {
        var u = ClampProbs(empty(ExtendedShape(sample_shape), logits.dtype, logits.device).uniform_(0, 1, generator));
        return (u.log() - (-u).log1p() + logits) / temperature;
    });

    public override Tensor log_prob(Tensor value) => WrappedTensorDisposeScope(() =>
    {
        var difference = logits - value * temperature;
        return temperature.log() + difference - 2 * nn.functional.softplus(difference);
    });

    public override Distribution expand(Size batch_shape, Distribution? instance = null) =>
        Fill(instance, new LogitRelaxedBernoulli(temperature, givenProbs?.expand(batch_shape.Shape), givenLogits?.expand(batch_shape.Shape), generator));
}

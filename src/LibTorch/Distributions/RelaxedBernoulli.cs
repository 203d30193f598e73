using static TorchSharp.torch;
using static TorchSharp.torch.distributions;
using static TorchSharp.torch.distributions.transforms;

namespace TorchSharp.Modules;

/// <summary>Numbers in (0, 1) that tend to a Bernoulli variable as the temperature falls, with a gradient to its probability (arXiv:1611.00712).</summary>
public class RelaxedBernoulli : TransformedDistribution
{
    /// <inheritdoc cref="LogitRelaxedBernoulli(Tensor, Tensor?, Tensor?, Generator?)"/>
    public RelaxedBernoulli(Tensor temperature, Tensor? probs = null, Tensor? logits = null, Generator? generator = null)
        : base(new LogitRelaxedBernoulli(temperature, probs, logits, generator), new SigmoidTransform(), generator) { }

    internal RelaxedBernoulli(Tensor temperature, (Tensor? Probs, Tensor? Logits) one, Generator? generator) : this(temperature, one.Probs, one.Logits, generator) { }

    private RelaxedBernoulli(Generator? generator) : base(generator) { }

    private LogitRelaxedBernoulli Relaxed => (LogitRelaxedBernoulli)base_distribution;
    public Tensor probs => Relaxed.probs;
    public Tensor logits => Relaxed.logits;
    public Tensor temperature => Relaxed.temperature;

    public override Distribution expand(Size batch_shape, Distribution? instance = null) =>
        base.expand(batch_shape, Target<RelaxedBernoulli>(instance) ?? new RelaxedBernoulli(generator));
}

using static TorchSharp.torch;
using static TorchSharp.torch.distributions;
using static TorchSharp.torch.distributions.transforms;

namespace TorchSharp.Modules;

/// <summary>Probability vectors that tend to one-hot vectors as the temperature falls, with a gradient to their probabilities (arXiv:1611.00712).</summary>
public class RelaxedOneHotCategorical : TransformedDistribution
{
    /// <param name="temperature">The temperature of the relaxation, positive.</param>
    /// <param name="probs">Probabilities of the categories along the last dimension; these or the logits are to be given.</param>
    /// <param name="logits">Their logarithms, up to a constant.</param>
    /// <param name="generator">Where samples are drawn from.</param>
    /// <exception cref="ArgumentException">Both or none of the probabilities and logits are given.</exception>
    public RelaxedOneHotCategorical(Tensor temperature, Tensor? probs = null, Tensor? logits = null, Generator? generator = null)
        : base(new ExpRelaxedCategorical(temperature, probs, logits, generator), new ExpTransform(), generator) { }

    internal RelaxedOneHotCategorical(Tensor temperature, (Tensor? Probs, Tensor? Logits) one, Generator? generator) : this(temperature, one.Probs, one.Logits, generator) { }

    private RelaxedOneHotCategorical(Generator? generator) : base(generator) { }

    private ExpRelaxedCategorical Relaxed => (ExpRelaxedCategorical)base_distribution;
    public Tensor probs => Relaxed.probs;
    public Tensor logits => Relaxed.logits;
    public Tensor temperature => Relaxed.temperature;

    public override Distribution expand(Size batch_shape, Distribution? instance = null) =>
        base.expand(batch_shape, Target<RelaxedOneHotCategorical>(instance) ?? new RelaxedOneHotCategorical(generator));
}

using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Workbench.Activations;

/// <summary>A place in a network whose activation can be exchanged after training; it keeps the trained one for the way back.</summary>
public sealed class ActivationSlot : Module<Tensor, Tensor>
{
    private readonly Module<Tensor, Tensor> original;
    private Activation? _instead;

    /// <summary>A slot.</summary>
    /// <param name="activation">What is there at first; the identity for the place after a normalisation.</param>
    /// <param name="stage">1 for the activation of a feed-forward layer, 2 for the place after a normalisation.</param>
    public ActivationSlot(Activation activation, int stage = 1)
        : base(nameof(ActivationSlot))
    {
        ArgumentNullException.ThrowIfNull(activation);
        if (stage is not (1 or 2))
            throw new ArgumentOutOfRangeException(nameof(stage), stage, "There are stages 1 and 2.");
        original = activation.ToModule();
        Stage = stage;
        RegisterComponents();
    }

    /// <summary>The stage of relufication that reaches it.</summary>
    public int Stage { get; }

    /// <summary>Puts another activation there; null brings the first one back.</summary>
    /// <param name="activation">The other, without trained parameters.</param>
    /// <exception cref="ArgumentException">The activation has trained parameters.</exception>
    public void Replace(Activation? activation)
    {
        if (activation?.Parameters.Any(p => p.IsTrained) == true)
            throw new ArgumentException($"{activation.Name} has trained parameters, which a slot cannot hold; use Frozen().", nameof(activation));
        _instead = activation;
    }

    /// <summary>The activation of every entry.</summary>
    /// <param name="input">Any shape.</param>
    public override Tensor forward(Tensor input) => _instead is null ? original.call(input) : _instead.Apply(input);
}

/// <summary>ReLU strikes back (arXiv 2310.04564): trained networks made sparse by exchanging their activations, and what that saves.</summary>
public static class Relufication
{
    /// <summary>Puts ReLU, or ReLU(x - b), into the slots of a network; fine-tune it afterwards.</summary>
    /// <param name="network">A network with <see cref="ActivationSlot"/>s.</param>
    /// <param name="stage">1 for the feed-forward activations, 2 for the places after normalisations as well.</param>
    /// <param name="shift">b of stage 1.</param>
    /// <returns>How many slots were changed.</returns>
    /// <exception cref="ArgumentException">The network has no slot of these stages.</exception>
    public static int Apply(nn.Module network, int stage = 1, double shift = 0)
    {
        ArgumentNullException.ThrowIfNull(network);
        if (stage is not (1 or 2))
            throw new ArgumentOutOfRangeException(nameof(stage), stage, "There are stages 1 and 2.");
        var slots = network.modules().Prepend(network).OfType<ActivationSlot>().Distinct().Where(s => s.Stage <= stage).ToList();
        if (slots.Count == 0)
            throw new ArgumentException($"The network has no {nameof(ActivationSlot)} of stage {stage} or below.", nameof(network));
        foreach (var slot in slots)
            slot.Replace(slot.Stage == 1 && shift != 0 ? new ShiftedRelu(shift) : new Relu());
        return slots.Count;
    }

    /// <summary>The share of exact zeros.</summary>
    /// <param name="hidden">Activations of any shape.</param>
    public static double Sparsity(Tensor hidden)
    {
        ArgumentNullException.ThrowIfNull(hidden);
        using var scope = torch.NewDisposeScope();
        return (hidden == 0).to_type(ScalarType.Float64).mean().item<double>();
    }

    /// <summary>
    /// Aggregated sparsity A(t) = 1 - |union of the neurons active for t successive tokens|/D, averaged over the windows that fit; s^t if tokens
    /// were independent.
    /// </summary>
    /// <param name="hidden">[tokens, D] or [sequences, tokens, D].</param>
    /// <param name="window">t, 1 to the number of tokens.</param>
    /// <exception cref="ArgumentException">The shape is another.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The window does not fit.</exception>
    public static double AggregatedSparsity(Tensor hidden, int window)
    {
        ArgumentNullException.ThrowIfNull(hidden);
        if (hidden.dim() is not (2 or 3))
            throw new ArgumentException($"Expected [tokens, D] or [sequences, tokens, D]; got [{string.Join(", ", hidden.shape)}].", nameof(hidden));
        if (window < 1 || window > hidden.shape[^2])
            throw new ArgumentOutOfRangeException(nameof(window), window, $"Expected 1 to {hidden.shape[^2]} tokens.");
        using var scope = torch.NewDisposeScope();
        // A neuron unused by the whole window has only zeros in it.
        var active = (hidden != 0).to_type(ScalarType.Float64).unfold(-2, window, 1);
        return (active.sum(-1) == 0).to_type(ScalarType.Float64).mean().item<double>();
    }

    /// <summary>What speculative decoding gains by the aggregated sparsity of its draft: (cγ + 1)/(cγ + 1 - A(γ)).</summary>
    /// <param name="cost">c, the draft model's cost beside the target's.</param>
    /// <param name="draft">γ, the draft's length.</param>
    /// <param name="aggregated">A(γ), in [0, 1].</param>
    public static double SpeculativeSpeedup(double cost, int draft, double aggregated)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(cost);
        ArgumentOutOfRangeException.ThrowIfLessThan(draft, 1);
        if (!(aggregated is >= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(aggregated), aggregated, "Expected a share in [0, 1].");
        return (cost * draft + 1) / (cost * draft + 1 - aggregated);
    }
}

using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Workbench.Activations;

/// <summary>
/// Rectifies the penultimate features of a trained classifier before the score that tells known data from unknown (VRA, arXiv 2302.11716):
/// 0 below a unit's lower cut, its upper cut above that, and x + γ between; a lower cut of -∞ leaves ReAct (arXiv 2111.12797).
/// </summary>
public sealed class FeatureRectifier : Module<Tensor, Tensor>
{
    private readonly Tensor lower;
    private readonly Tensor upper;
    private readonly double _lift;

    /// <summary>A rectifier with one pair of cuts a unit.</summary>
    /// <param name="lower">[units].</param>
    /// <param name="upper">[units], nowhere below the lower ones.</param>
    /// <param name="lift">γ, added between the cuts (VRA+).</param>
    /// <exception cref="ArgumentException">The cuts differ in shape or cross.</exception>
    public FeatureRectifier(Tensor lower, Tensor upper, double lift = 0)
        : base(nameof(FeatureRectifier))
    {
        ArgumentNullException.ThrowIfNull(lower);
        ArgumentNullException.ThrowIfNull(upper);
        if (lower.dim() != 1 || !lower.shape.SequenceEqual(upper.shape))
            throw new ArgumentException($"Expected two vectors of one length; got [{string.Join(", ", lower.shape)}] and [{string.Join(", ", upper.shape)}].", nameof(upper));
        if ((lower > upper).any().item<bool>())
            throw new ArgumentException("A lower cut lies above its upper cut.", nameof(upper));
        (this.lower, this.upper, _lift) = (lower.detach().clone(), upper.detach().clone(), lift);
        RegisterComponents();
    }

    /// <summary>Cuts at quantiles of every unit over the training features. Where most features are 0 a lower cut of 0 changes nothing.</summary>
    /// <param name="features">[samples, units].</param>
    /// <param name="low">The lower quantile; 0.6 for VRA in the paper. Null for ReAct.</param>
    /// <param name="high">The upper quantile; 0.95 in the paper.</param>
    /// <param name="lift">γ.</param>
    /// <exception cref="ArgumentOutOfRangeException">The quantiles are not 0 ≤ low &lt; high ≤ 1.</exception>
    public static FeatureRectifier FromQuantiles(Tensor features, double? low = 0.6, double high = 0.95, double lift = 0)
    {
        ArgumentNullException.ThrowIfNull(features);
        if (features.dim() != 2)
            throw new ArgumentException($"Expected [samples, units]; got [{string.Join(", ", features.shape)}].", nameof(features));
        if (!(high is > 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(high), high, "Expected a quantile in (0, 1].");
        if (low is { } l && !(l >= 0 && l < high))
            throw new ArgumentOutOfRangeException(nameof(low), low, $"Expected a quantile in [0, {high}).");
        using var scope = torch.NewDisposeScope();
        using var noGrad = torch.no_grad();
        Tensor At(double q) => features.quantile(torch.tensor(q, dtype: features.dtype, device: features.device), dim: 0);
        var upper = At(high);
        var lower = low is { } share ? At(share) : torch.full_like(upper, double.NegativeInfinity);
        var made = new FeatureRectifier(lower, upper, lift);
        made.lower.DetachFromDisposeScope();
        made.upper.DetachFromDisposeScope();
        return made;
    }

    /// <summary>The energy score, log Σ exp of the logits: higher for what the classifier knows.</summary>
    /// <param name="logits">[batch, classes].</param>
    /// <returns>[batch].</returns>
    public static Tensor EnergyScore(Tensor logits) => logits.logsumexp(-1);

    /// <summary>What VRA++ takes from the energy of the rectified features: a·Σ(x - m)².</summary>
    /// <param name="features">[batch, units].</param>
    /// <param name="weight">a; 0.01 for CIFAR-10.</param>
    /// <param name="centre">m; 4 for CIFAR-10.</param>
    /// <returns>[batch].</returns>
    public static Tensor Penalty(Tensor features, double weight = 0.01, double centre = 4) => (features - centre).square().sum(-1) * weight;

    /// <summary>The rectified features.</summary>
    /// <param name="input">[batch, units].</param>
    public override Tensor forward(Tensor input)
    {
        using var scope = torch.NewDisposeScope();
        return Apply(input, get_buffer("lower")!, get_buffer("upper")!, _lift).MoveToOuterDisposeScope();
    }

    internal static Tensor Apply(Tensor x, Coefficient lower, Coefficient upper, Coefficient lift)
    {
        var inside = lift.Number == 0 ? x : x + lift;
        var cut = torch.where(upper.IsBelow(x), torch.zeros_like(x) + upper, inside);
        return cut.masked_fill(lower.IsAbove(x), 0);
    }

    internal static void Require(IReadOnlyList<ActivationParameter> p)
    {
        if (p[0].Value > p[1].Value)
            throw new ArgumentOutOfRangeException(p[1].Name, p[1].Value, $"The upper cut 'beta' must be at least the lower cut 'alpha', {p[0].Value}.");
    }
}

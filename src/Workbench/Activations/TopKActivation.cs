using MathNet.Numerics.Distributions;
using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Activations;

/// <summary>
/// Statistical top-k (arXiv 2506.06644) along the last dimension: max(x - θ, 0) with θ = mean + std·Q(1 - share), so that about that share of
/// the entries survives, without sorting. The number, for normal entries, varies less than a binomial one.
/// </summary>
public sealed class TopKActivation : Activation
{
    /// <summary>The activation with its parameter.</summary>
    /// <param name="share">k/D, the share of entries that should survive, in (0, 1).</param>
    /// <exception cref="ArgumentOutOfRangeException">The share is outside (0, 1).</exception>
    public TopKActivation(double share = 0.08)
        : base("statistical_topk", new ActivationParameter("share", share, 0.08, 0, 1 - 1e-9, ExcludesMinimum: true))
    {
    }

    /// <inheritdoc/>
    public override string Formula => "max(x - mean - std·Q(1 - share), 0) along the last dimension";

    /// <inheritdoc/>
    public override string Reference => "arXiv 2506.06644";

    /// <inheritdoc/>
    public override bool IsPointwise => false;

    /// <inheritdoc/>
    protected override ActivationFacts DeclaredFacts => new() { Lowest = 0, Monotone = false, Lipschitz = double.NaN, SecondMoment = 0.0289793465 };

    /// <inheritdoc/>
    protected internal override Tensor Evaluate(Tensor x, Coefficients p)
    {
        if (x.dim() == 0)
            throw new ArgumentException("statistical_topk needs a vector; got a scalar.", nameof(x));
        // Two passes: the square of a mean that is large beside the spread would swallow it.
        var centred = x - x.mean([-1L], true);
        var spread = torch.linalg.vector_norm(centred, 2, [-1L], true) / Math.Sqrt(x.shape[^1]);
        return nn.functional.relu(centred + spread * Normal.InvCDF(0, 1, p[0].Number!.Value));
    }
}

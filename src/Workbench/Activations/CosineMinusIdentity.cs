using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Activations;

/// <summary>cos x - x, found by the search of arXiv 1710.05941.</summary>
public sealed class CosineMinusIdentity : Activation
{
    /// <summary>The activation.</summary>
    public CosineMinusIdentity()
        : base("search_cos_minus_x")
    {
    }

    /// <inheritdoc/>
    public override string Formula => "cos x - x";

    /// <inheritdoc/>
    public override string Reference => "arXiv 1710.05941";

    /// <inheritdoc/>
    protected override ActivationFacts DeclaredFacts => new() { Monotone = true, Lipschitz = 2, SecondMoment = 1.56766764 };

    /// <inheritdoc/>
    protected internal override Tensor Evaluate(Tensor x, Coefficients p) => x.cos() - x;
}

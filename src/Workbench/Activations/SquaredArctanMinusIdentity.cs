using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Activations;

/// <summary>atan(x)² - x, found by the search of arXiv 1710.05941.</summary>
public sealed class SquaredArctanMinusIdentity : Activation
{
    /// <summary>The activation.</summary>
    public SquaredArctanMinusIdentity()
        : base("search_atan2_minus_x")
    {
    }

    /// <inheritdoc/>
    public override string Formula => "atan(x)² - x";

    /// <inheritdoc/>
    public override string Reference => "arXiv 1710.05941";

    /// <inheritdoc/>
    protected override ActivationFacts DeclaredFacts => new() { Monotone = true, Lipschitz = 1.82389856, SecondMoment = 1.35915161 };

    /// <inheritdoc/>
    protected internal override Tensor Evaluate(Tensor x, Coefficients p) => x.atan().square() - x;
}

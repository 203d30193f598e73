using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Activations;

/// <summary>x·min(max(x + 3, 0), 6)/6 (arXiv 1905.02244).</summary>
public sealed class Hardswish : Activation
{
    /// <summary>The activation.</summary>
    public Hardswish()
        : base("hardswish")
    {
    }

    /// <inheritdoc/>
    public override string Formula => "x·min(max(x + 3, 0), 6)/6";

    /// <inheritdoc/>
    public override string Reference => "arXiv 1905.02244";

    /// <inheritdoc/>
    protected override ActivationFacts DeclaredFacts => new() { Lowest = -0.375, Monotone = false, Lipschitz = 1.5, SecondMoment = 0.331567375, Kinks = [-3, 3] };

    /// <inheritdoc/>
    protected internal override Tensor Evaluate(Tensor x, Coefficients p) => nn.functional.hardswish(x);
}

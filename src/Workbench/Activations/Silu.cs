using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Activations;

/// <summary>x·σ(x), Swish with β = 1.</summary>
public sealed class Silu : Activation
{
    /// <summary>The activation.</summary>
    public Silu()
        : base("silu")
    {
    }

    /// <inheritdoc/>
    public override string Formula => "x·σ(x)";

    /// <inheritdoc/>
    public override string Reference => "arXiv 1702.03118";

    /// <inheritdoc/>
    protected override ActivationFacts DeclaredFacts => new() { Lowest = -0.27846454276107374, Monotone = false, Lipschitz = 1.09983932, SecondMoment = 0.35577552 };

    /// <inheritdoc/>
    protected internal override Tensor Evaluate(Tensor x, Coefficients p) => nn.functional.silu(x);
}

using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Activations;

/// <summary>SiLU with an expanded gate (arXiv 2405.20768): x·(σ(x)(1 + 2α) - α), α trained from 0.</summary>
public sealed class Xsilu : Activation
{
    /// <summary>The activation with its parameters.</summary>
    /// <param name="alpha">α, what the gate's range has more on either side.</param>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is outside its range.</exception>
    public Xsilu(double alpha = 0)
        : base("xsilu", ActivationParameter.Any("alpha", alpha, 0, trained: true))
    {
    }

    /// <inheritdoc/>
    public override string Formula => "x·(σ(x)(1 + 2α) - α)";

    /// <inheritdoc/>
    public override string Reference => "arXiv 2405.20768";

    /// <inheritdoc/>
    protected override ActivationFacts DeclaredFacts => new() { Lowest = -0.27846454276107374, Monotone = false, Lipschitz = 1.09983932, SecondMoment = 0.35577552 };

    /// <inheritdoc/>
    protected internal override Tensor Evaluate(Tensor x, Coefficients p) => ExpandedGate.Expand(x, nn.functional.silu(x), p[0]);
}

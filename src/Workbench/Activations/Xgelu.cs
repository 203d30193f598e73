using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Activations;

/// <summary>GELU with an expanded gate (arXiv 2405.20768): x·(Φ(x)(1 + 2α) - α), α trained from 0.</summary>
public sealed class Xgelu : Activation
{
    /// <summary>The activation with its parameters.</summary>
    /// <param name="alpha">α, what the gate's range has more on either side.</param>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is outside its range.</exception>
    public Xgelu(double alpha = 0)
        : base("xgelu", ActivationParameter.Any("alpha", alpha, 0, trained: true))
    {
    }

    /// <inheritdoc/>
    public override string Formula => "x·(Φ(x)(1 + 2α) - α)";

    /// <inheritdoc/>
    public override string Reference => "arXiv 2405.20768";

    /// <inheritdoc/>
    protected override ActivationFacts DeclaredFacts => new() { Lowest = -0.169971207, Monotone = false, Lipschitz = 1.12890415, SecondMoment = 0.425221483 };

    /// <inheritdoc/>
    protected internal override Tensor Evaluate(Tensor x, Coefficients p) => ExpandedGate.Expand(x, nn.functional.gelu(x), p[0]);
}

using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Activations;

/// <summary>Expanded arctan linear unit (arXiv 2405.20768): x·(u(1 + 2α) - α) with u = atan(x)/π + 1/2; the gate's range is (-α, 1 + α), α trained from 0.</summary>
public sealed class Xatlu : Activation
{
    /// <summary>The activation with its parameters.</summary>
    /// <param name="alpha">α, what the gate's range has more on either side.</param>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is outside its range.</exception>
    public Xatlu(double alpha = 0)
        : base("xatlu", ActivationParameter.Any("alpha", alpha, 0, trained: true))
    {
    }

    /// <inheritdoc/>
    public override string Formula => "x·(u(1 + 2α) - α), u = atan(x)/π + ½";

    /// <inheritdoc/>
    public override string Reference => "arXiv 2405.20768";

    /// <inheritdoc/>
    protected override ActivationFacts DeclaredFacts => new() { Lowest = -1 / Math.PI, Monotone = true, Lipschitz = 1, SecondMoment = 0.346670803 };

    /// <inheritdoc/>
    protected internal override Tensor Evaluate(Tensor x, Coefficients p) => ExpandedGate.Evaluate(x, x.atan() / Math.PI + 0.5, p[0]);
}

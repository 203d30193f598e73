using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Activations;

/// <summary>Exponential linear unit: x above 0, α(eˣ - 1) below (arXiv 1511.07289).</summary>
public sealed class Elu : Activation
{
    /// <summary>The activation with its parameters.</summary>
    /// <param name="alpha">α, minus the limit on the left.</param>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is outside its range.</exception>
    public Elu(double alpha = 1)
        : base("elu", ActivationParameter.Positive("alpha", alpha, 1))
    {
    }

    /// <inheritdoc/>
    public override string Formula => "x > 0 ? x : α(eˣ - 1)";

    /// <inheritdoc/>
    public override string Reference => "arXiv 1511.07289";

    /// <inheritdoc/>
    protected override ActivationFacts DeclaredFacts => new() { Lowest = -1, Monotone = true, Lipschitz = 1, SecondMoment = 0.644945417 };

    /// <inheritdoc/>
    protected internal override Tensor Evaluate(Tensor x, Coefficients p) => nn.functional.relu(x) + p[0] * x.NotAbove(0).expm1();
}

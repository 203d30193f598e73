using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Activations;

/// <summary>max(x, 0) + min(0, α(e^{x/α} - 1)), ELU with a continuous slope for every α (arXiv 1704.07483).</summary>
public sealed class Celu : Activation
{
    /// <summary>The activation with its parameters.</summary>
    /// <param name="alpha">α, minus the limit on the left.</param>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is outside its range.</exception>
    public Celu(double alpha = 1)
        : base("celu", ActivationParameter.Positive("alpha", alpha, 1))
    {
    }

    /// <inheritdoc/>
    public override string Formula => "max(x, 0) + min(0, α(e^{x/α} - 1))";

    /// <inheritdoc/>
    public override string Reference => "arXiv 1704.07483";

    /// <inheritdoc/>
    protected override ActivationFacts DeclaredFacts => new() { Lowest = -1, Monotone = true, Lipschitz = 1, SecondMoment = 0.644945417 };

    /// <inheritdoc/>
    protected internal override Tensor Evaluate(Tensor x, Coefficients p) => nn.functional.relu(x) + p[0] * (x.NotAbove(0) / p[0]).expm1();
}

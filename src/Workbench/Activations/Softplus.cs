using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Activations;

/// <summary>ln(1 + e^{βx})/β, a smooth ReLU; the identity where βx exceeds 20, as in libtorch.</summary>
public sealed class Softplus : Activation
{
    /// <summary>The activation with its parameters.</summary>
    /// <param name="beta">β, its sharpness.</param>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is outside its range.</exception>
    public Softplus(double beta = 1)
        : base("softplus", ActivationParameter.Positive("beta", beta, 1))
    {
    }

    /// <inheritdoc/>
    public override string Formula => "ln(1 + e^{βx})/β";

    /// <inheritdoc/>
    protected override ActivationFacts DeclaredFacts => new() { Lowest = 0, Monotone = true, Lipschitz = 1, SecondMoment = 0.921245909 };

    /// <inheritdoc/>
    protected internal override Tensor Evaluate(Tensor x, Coefficients p) => p[0].Number is { } beta ? nn.functional.softplus(x, beta) : nn.functional.softplus(p[0] * x) / p[0];
}

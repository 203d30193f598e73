using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Activations;

/// <summary>Leaky ReLU convolved with a normal density of deviation 1/β (arXiv 2109.13210), exactly: the paper's printed first term lacks the factor 1 - α and holds at α = 0 only. Convex, slope between α and 1, at most (1 - α)/(β√(2π)) above leaky ReLU.</summary>
public sealed class Sau : Activation
{
    /// <summary>The activation with its parameters.</summary>
    /// <param name="alpha">α, the left slope.</param>
    /// <param name="beta">β, the sharpness.</param>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is outside its range.</exception>
    public Sau(double alpha = 0.25, double beta = 5)
        : base("sau", ActivationParameter.Any("alpha", alpha, 0.25, trained: true), ActivationParameter.Positive("beta", beta, 5, trained: true))
    {
    }

    /// <inheritdoc/>
    public override string Formula => "(1+α)/2·x + (1-α)/2·(x·erf(βx/√2) + √(2/π)/β·e^{-β²x²/2})";

    /// <inheritdoc/>
    public override string Reference => "arXiv 2109.13210";

    /// <inheritdoc/>
    protected override ActivationFacts DeclaredFacts => new() { Monotone = true, Lipschitz = 1, SecondMoment = 0.531913406 };

    /// <inheritdoc/>
    protected internal override Tensor Evaluate(Tensor x, Coefficients p)
    {
        var (alpha, beta) = p;
        var scaled = beta * x / Math.Sqrt(2);
        var smooth = x * scaled.erf() + Math.Sqrt(2 / Math.PI) / beta * (-scaled.square()).exp();
        return (1 + alpha) / 2 * x + (1 - alpha) / 2 * smooth;
    }
}

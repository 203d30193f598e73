using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Activations;

/// <summary>
/// Gompertz linear unit (arXiv 2502.03654), x·α·exp(-β·e^{-γx}): the gate is the Gumbel distribution function, its slope at 0 is e⁻¹. The
/// constants are fixed in the paper.
/// </summary>
/// <remarks>β·e^{-γx} stops at e⁷, where the gate is 0 in every dtype: no gradient is 0·∞ however far left the input lies.</remarks>
public sealed class Golu : Activation
{
    // The gate exp(-e⁷) is 0 in float64.
    internal const double LargestExponent = 7;

    /// <summary>The activation with its parameters.</summary>
    /// <param name="alpha">α, the gate's height.</param>
    /// <param name="beta">β, its shift.</param>
    /// <param name="gamma">γ, its growth.</param>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is not positive.</exception>
    public Golu(double alpha = 1, double beta = 1, double gamma = 1)
        : base("golu", ActivationParameter.Positive("alpha", alpha, 1), ActivationParameter.Positive("beta", beta, 1),
            ActivationParameter.Positive("gamma", gamma, 1))
    {
    }

    /// <inheritdoc/>
    public override string Formula => "x·α·exp(-β·e^{-γx})";

    /// <inheritdoc/>
    public override string Reference => "arXiv 2502.03654";

    /// <inheritdoc/>
    protected override ActivationFacts DeclaredFacts => new() { Lowest = -0.0972601312, Monotone = false, Lipschitz = 1.11339728, SecondMoment = 0.319634353 };

    /// <inheritdoc/>
    protected internal override Tensor Evaluate(Tensor x, Coefficients p)
    {
        if (FusedPointwise.Applies(x) && p.Numbers() is [var alpha, var beta, var gamma])
            return FusedPointwise.Apply(x, new GoluKernel(alpha, beta, gamma), t => Compose(t, p));
        return CudaKernels.Applies(x) && p.Numbers() is [var a, var b, var c]
            ? CudaKernels.Apply(x, CudaActivation.Golu, [a, Math.Log(b), c, LargestExponent], t => Compose(t, p))
            : Compose(x, p);
    }

    private static Tensor Compose(Tensor x, Coefficients p)
    {
        var (alpha, beta, gamma) = p;
        var decay = (beta.Log() - gamma * x).clamp(max: (Scalar)LargestExponent).exp();
        return alpha * x * (-decay).exp();
    }
}

using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Activations;

/// <summary>(α + tanh(βx))·γx (arXiv 2209.06119). With α = 1, γ = 1/2 it is Swish of parameter 2β exactly; close to Mish only roughly (0.228 away at the defaults).</summary>
public sealed class Aptx : Activation
{
    /// <summary>The activation with its parameters.</summary>
    /// <param name="alpha">α.</param>
    /// <param name="beta">β.</param>
    /// <param name="gamma">γ.</param>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is outside its range.</exception>
    public Aptx(double alpha = 1, double beta = 1, double gamma = 0.5)
        : base("aptx", ActivationParameter.Any("alpha", alpha, 1), ActivationParameter.Any("beta", beta, 1), ActivationParameter.Any("gamma", gamma, 0.5))
    {
    }

    /// <inheritdoc/>
    public override string Formula => "(α + tanh(βx))·γx";

    /// <inheritdoc/>
    public override string Reference => "arXiv 2209.06119";

    /// <inheritdoc/>
    protected override ActivationFacts DeclaredFacts => new() { Lowest = -0.27846454276107374 / 2, Monotone = false, Lipschitz = 1.09983932, SecondMoment = 0.439472467 };

    /// <inheritdoc/>
    protected internal override Tensor Evaluate(Tensor x, Coefficients p)
    {
        var (alpha, beta, gamma) = p;
        return (alpha + (beta * x).tanh()) * (gamma * x);
    }
}

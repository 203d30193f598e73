using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Activations;

/// <summary>A unit of the RESCU family (arXiv 2010.09931: the slope rises continuously from g₋ to g₊) whose slope is the cubic step 3u² - 2u³, u = (x + α)/(α + β): smoother than SmeLU by one derivative.</summary>
public sealed class Rescu : Activation
{
    /// <summary>The activation with its parameters.</summary>
    /// <param name="alpha">α, where the slope begins to rise.</param>
    /// <param name="beta">β, where it ends.</param>
    /// <param name="gminus">g₋, the slope on the left.</param>
    /// <param name="gplus">g₊, the slope on the right.</param>
    /// <param name="t">t, the left line's value at 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is outside its range.</exception>
    public Rescu(double alpha = 1, double beta = 1, double gminus = 0, double gplus = 1, double t = 0)
        : base("rescu", ActivationParameter.Positive("alpha", alpha, 1), ActivationParameter.Positive("beta", beta, 1), ActivationParameter.Any("gminus", gminus, 0), ActivationParameter.Any("gplus", gplus, 1), ActivationParameter.Any("t", t, 0))
    {
    }

    /// <inheritdoc/>
    public override string Formula => "g₋x + t + (g₊ - g₋)·((α + β)(u³ - u⁴/2) + max(x - β, 0)), u = (x + α)/(α + β) in [0, 1]";

    /// <inheritdoc/>
    public override string Reference => "arXiv 2010.09931";

    /// <inheritdoc/>
    protected override ActivationFacts DeclaredFacts => new() { Lowest = 0, Monotone = true, Lipschitz = 1, SecondMoment = 0.512017732 };

    /// <inheritdoc/>
    protected internal override Tensor Evaluate(Tensor x, Coefficients p)
    {
        var (alpha, beta, left, right, t) = p;
        var width = alpha + beta;
        var u = width.Clamp(x + alpha) / width;
        var risen = width * (u.pow(3) - u.pow(4) / 2) + nn.functional.relu(x - beta);
        return left * x + (right - left) * risen + t;
    }
}

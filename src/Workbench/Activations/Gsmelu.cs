using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Activations;

/// <summary>Generalised SmeLU (arXiv 2010.09931): slope g₋ left of -α, g₊ right of β, a parabola between; the left line is g₋x + t.</summary>
public sealed class Gsmelu : Activation
{
    /// <summary>The activation with its parameters.</summary>
    /// <param name="alpha">α, where the parabola begins.</param>
    /// <param name="beta">β, where it ends.</param>
    /// <param name="gminus">g₋, the slope on the left.</param>
    /// <param name="gplus">g₊, the slope on the right.</param>
    /// <param name="t">t, the left line's value at 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is outside its range.</exception>
    public Gsmelu(double alpha = 1, double beta = 1, double gminus = 0.1, double gplus = 1, double t = 0)
        : base("gsmelu", ActivationParameter.Positive("alpha", alpha, 1), ActivationParameter.Positive("beta", beta, 1), ActivationParameter.Any("gminus", gminus, 0.1), ActivationParameter.Any("gplus", gplus, 1), ActivationParameter.Any("t", t, 0))
    {
    }

    /// <inheritdoc/>
    public override string Formula => "g₋x + t + (g₊ - g₋)·h(x), h' from 0 at -α to 1 at β";

    /// <inheritdoc/>
    public override string Reference => "arXiv 2010.09931";

    /// <inheritdoc/>
    protected override ActivationFacts DeclaredFacts => new() { Monotone = true, Lipschitz = 1, SecondMoment = 0.525123239 };

    /// <inheritdoc/>
    protected internal override Tensor Evaluate(Tensor x, Coefficients p)
    {
        var (alpha, beta, left, right, t) = p;
        var width = alpha + beta;
        var risen = width.Clamp(x + alpha).square() / (2 * width) + nn.functional.relu(x - beta);
        return left * x + (right - left) * risen + t;
    }
}

using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Activations;

/// <summary>VRA that also lifts what is between the cuts by γ (arXiv 2302.11716).</summary>
public sealed class VraPlus : Activation
{
    /// <summary>The activation with its parameters.</summary>
    /// <param name="alpha">The lower cut.</param>
    /// <param name="beta">The upper cut, above the lower one.</param>
    /// <param name="gamma">γ, added between the cuts.</param>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is outside its range.</exception>
    public VraPlus(double alpha = 0.5, double beta = 1, double gamma = 0.6)
        : base("vra_plus", ActivationParameter.Any("alpha", alpha, 0.5), ActivationParameter.Any("beta", beta, 1), ActivationParameter.Any("gamma", gamma, 0.6))
    {
    }

    /// <inheritdoc/>
    public override string Formula => "x < α ? 0 : x > β ? β : x + γ";

    /// <inheritdoc/>
    public override string Reference => "arXiv 2302.11716";

    /// <inheritdoc/>
    protected override ActivationFacts DeclaredFacts => new() { Lowest = 0, Highest = 1.6, Monotone = false, Lipschitz = double.PositiveInfinity, SecondMoment = 0.428670623, Kinks = [0.5, 1] };

    /// <inheritdoc/>
    private protected override void RequireTogether() => FeatureRectifier.Require(Parameters);

    /// <inheritdoc/>
    protected internal override Tensor Evaluate(Tensor x, Coefficients p) => FeatureRectifier.Apply(x, p[0], p[1], p[2]);
}

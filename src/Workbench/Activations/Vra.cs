using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Activations;

/// <summary>Variational rectified activation (arXiv 2302.11716) on penultimate features: 0 below α, β above β; jumps at α.</summary>
public sealed class Vra : Activation
{
    /// <summary>The activation with its parameters.</summary>
    /// <param name="alpha">The lower cut.</param>
    /// <param name="beta">The upper cut, above the lower one.</param>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is outside its range.</exception>
    public Vra(double alpha = 0.5, double beta = 1)
        : base("vra", ActivationParameter.Any("alpha", alpha, 0.5), ActivationParameter.Any("beta", beta, 1))
    {
    }

    /// <inheritdoc/>
    public override string Formula => "x < α ? 0 : x > β ? β : x";

    /// <inheritdoc/>
    public override string Reference => "arXiv 2302.11716";

    /// <inheritdoc/>
    protected override ActivationFacts DeclaredFacts => new() { Lowest = 0, Highest = 1, Monotone = true, Lipschitz = double.PositiveInfinity, SecondMoment = 0.242599478, Kinks = [0.5, 1] };

    /// <inheritdoc/>
    private protected override void RequireTogether() => FeatureRectifier.Require(Parameters);

    /// <inheritdoc/>
    protected internal override Tensor Evaluate(Tensor x, Coefficients p) => FeatureRectifier.Apply(x, p[0], p[1], 0);
}

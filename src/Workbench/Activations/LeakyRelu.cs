using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Activations;

/// <summary>x above 0, slope·x below; the slope at 0 is the left one.</summary>
public sealed class LeakyRelu : Activation
{
    /// <summary>The activation with its parameters.</summary>
    /// <param name="slope">The slope left of 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is outside its range.</exception>
    public LeakyRelu(double slope = 0.01)
        : base("leaky_relu", ActivationParameter.Any("slope", slope, 0.01))
    {
    }

    /// <inheritdoc/>
    public override string Formula => "x > 0 ? x : slope·x";

    /// <inheritdoc/>
    protected override ActivationFacts DeclaredFacts => new() { Monotone = true, Lipschitz = 1, SecondMoment = 0.50005, Kinks = [0] };

    /// <inheritdoc/>
    protected internal override Tensor Evaluate(Tensor x, Coefficients p) => LeakySlope.Evaluate(x, p[0]);
}

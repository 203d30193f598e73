using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Activations;

/// <summary>Leaky ReLU whose left slope is trained (arXiv 1502.01852); it may become negative, and -1 makes it |x| (arXiv 2409.10821).</summary>
public sealed class PRelu : Activation
{
    /// <summary>The activation with its parameters.</summary>
    /// <param name="slope">a, the slope left of 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is outside its range.</exception>
    public PRelu(double slope = 0.25)
        : base("prelu", ActivationParameter.Any("slope", slope, 0.25, trained: true))
    {
    }

    /// <inheritdoc/>
    public override string Formula => "x > 0 ? x : slope·x";

    /// <inheritdoc/>
    public override string Reference => "arXiv 1502.01852";

    /// <inheritdoc/>
    protected override ActivationFacts DeclaredFacts => new() { Monotone = true, Lipschitz = 1, SecondMoment = 0.53125, Kinks = [0] };

    /// <inheritdoc/>
    protected internal override Tensor Evaluate(Tensor x, Coefficients p) => LeakySlope.Evaluate(x, p[0]);
}

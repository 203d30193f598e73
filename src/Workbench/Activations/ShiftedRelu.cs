using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Activations;

/// <summary>ReLU(x - b): more zeros than ReLU, used to relufy networks (arXiv 2310.04564).</summary>
public sealed class ShiftedRelu : Activation
{
    /// <summary>The activation with its parameters.</summary>
    /// <param name="b">The threshold.</param>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is outside its range.</exception>
    public ShiftedRelu(double b = 1)
        : base("shifted_relu", ActivationParameter.Any("b", b, 1))
    {
    }

    /// <inheritdoc/>
    public override string Formula => "max(x - b, 0)";

    /// <inheritdoc/>
    public override string Reference => "arXiv 2310.04564";

    /// <inheritdoc/>
    protected override ActivationFacts DeclaredFacts => new() { Lowest = 0, Monotone = true, Lipschitz = 1, SecondMoment = 0.0753397833, Kinks = [1] };

    /// <inheritdoc/>
    protected internal override Tensor Evaluate(Tensor x, Coefficients p) => nn.functional.relu(x - p[0]);
}

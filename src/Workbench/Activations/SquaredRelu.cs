using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Activations;

/// <summary>max(x, 0)².</summary>
public sealed class SquaredRelu : Activation
{
    /// <summary>The activation.</summary>
    public SquaredRelu()
        : base("relu_squared")
    {
    }

    /// <inheritdoc/>
    public override string Formula => "max(x, 0)²";

    /// <inheritdoc/>
    public override string Reference => "arXiv 2109.08668";

    /// <inheritdoc/>
    protected override ActivationFacts DeclaredFacts => new() { Lowest = 0, Monotone = true, Lipschitz = double.PositiveInfinity, SecondMoment = 1.5 };

    /// <inheritdoc/>
    protected internal override Tensor Evaluate(Tensor x, Coefficients p) => nn.functional.relu(x).square();
}

using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Activations;

/// <summary>x·arsinh(x)², found by the search of arXiv 1710.05941.</summary>
public sealed class SquaredArsinh : Activation
{
    /// <summary>The activation.</summary>
    public SquaredArsinh()
        : base("search_x_asinh2")
    {
    }

    /// <inheritdoc/>
    public override string Formula => "x·arsinh(x)²";

    /// <inheritdoc/>
    public override string Reference => "arXiv 1710.05941";

    /// <inheritdoc/>
    protected override ActivationFacts DeclaredFacts => new() { Monotone = true, Lipschitz = double.PositiveInfinity, SecondMoment = 3.13499983 };

    /// <inheritdoc/>
    protected internal override Tensor Evaluate(Tensor x, Coefficients p) => x * x.asinh().square();
}

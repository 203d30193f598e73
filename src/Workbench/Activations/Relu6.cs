using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Activations;

/// <summary>min(max(x, 0), 6).</summary>
public sealed class Relu6 : Activation
{
    /// <summary>The activation.</summary>
    public Relu6()
        : base("relu6")
    {
    }

    /// <inheritdoc/>
    public override string Formula => "min(max(x, 0), 6)";

    /// <inheritdoc/>
    protected override ActivationFacts DeclaredFacts => new() { Lowest = 0, Highest = 6, Monotone = true, Lipschitz = 1, SecondMoment = 0.499999998, Kinks = [0, 6] };

    /// <inheritdoc/>
    protected internal override Tensor Evaluate(Tensor x, Coefficients p) => nn.functional.relu6(x);
}

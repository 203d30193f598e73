using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Activations;

/// <summary>Rectified linear unit, max(x, 0); its slope at 0 is 0.</summary>
public sealed class Relu : Activation
{
    /// <summary>The activation.</summary>
    public Relu()
        : base("relu")
    {
    }

    /// <inheritdoc/>
    public override string Formula => "max(x, 0)";

    /// <inheritdoc/>
    protected override ActivationFacts DeclaredFacts => new() { Lowest = 0, Monotone = true, Lipschitz = 1, SecondMoment = 0.5, Kinks = [0] };

    /// <inheritdoc/>
    protected internal override Tensor Evaluate(Tensor x, Coefficients p) => nn.functional.relu(x);
}

using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Activations;

/// <summary>The logistic function 1/(1 + e⁻ˣ).</summary>
public sealed class Sigmoid : Activation
{
    /// <summary>The activation.</summary>
    public Sigmoid()
        : base("sigmoid")
    {
    }

    /// <inheritdoc/>
    public override string Formula => "1/(1 + e⁻ˣ)";

    /// <inheritdoc/>
    protected override ActivationFacts DeclaredFacts => new() { Lowest = 0, Highest = 1, Monotone = true, Lipschitz = 0.25, SecondMoment = 0.293379036 };

    /// <inheritdoc/>
    protected internal override Tensor Evaluate(Tensor x, Coefficients p) => torch.sigmoid(x);
}

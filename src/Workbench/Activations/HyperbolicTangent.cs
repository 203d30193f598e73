using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Activations;

/// <summary>The hyperbolic tangent.</summary>
public sealed class HyperbolicTangent : Activation
{
    /// <summary>The activation.</summary>
    public HyperbolicTangent()
        : base("tanh")
    {
    }

    /// <inheritdoc/>
    public override string Formula => "tanh x";

    /// <inheritdoc/>
    protected override ActivationFacts DeclaredFacts => new() { Lowest = -1, Highest = 1, Monotone = true, Lipschitz = 1, SecondMoment = 0.39429449 };

    /// <inheritdoc/>
    protected internal override Tensor Evaluate(Tensor x, Coefficients p) => torch.tanh(x);
}

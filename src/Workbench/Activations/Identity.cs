using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Activations;

/// <summary>f(x) = x.</summary>
public sealed class Identity : Activation
{
    /// <summary>The activation.</summary>
    public Identity()
        : base("identity")
    {
    }

    /// <inheritdoc/>
    public override string Formula => "x";

    /// <inheritdoc/>
    protected override ActivationFacts DeclaredFacts => new() { Monotone = true, Lipschitz = 1, SecondMoment = 1 };

    /// <inheritdoc/>
    protected internal override Tensor Evaluate(Tensor x, Coefficients p) => x;
}

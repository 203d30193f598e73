using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Activations;

/// <summary>x·σ(βx) with trained β (arXiv 1710.05941): x/2 for β → 0, ReLU for β → ∞, at most 0.2784645/β away from it.</summary>
public sealed class Swish : Activation
{
    /// <summary>The activation with its parameters.</summary>
    /// <param name="beta">β, one a channel in the paper.</param>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is outside its range.</exception>
    public Swish(double beta = 1)
        : base("swish", ActivationParameter.Any("beta", beta, 1, trained: true))
    {
    }

    /// <inheritdoc/>
    public override string Formula => "x·σ(βx)";

    /// <inheritdoc/>
    public override string Reference => "arXiv 1710.05941";

    /// <inheritdoc/>
    protected override ActivationFacts DeclaredFacts => new() { Lowest = -0.27846454276107374, Monotone = false, Lipschitz = 1.09983932, SecondMoment = 0.35577552 };

    /// <inheritdoc/>
    protected internal override Tensor Evaluate(Tensor x, Coefficients p) => x * torch.sigmoid(p[0] * x);
}

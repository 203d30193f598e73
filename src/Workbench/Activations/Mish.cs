using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Activations;

/// <summary>x·tanh(softplus(x)) (arXiv 1908.08681).</summary>
public sealed class Mish : Activation
{
    /// <summary>The activation.</summary>
    public Mish()
        : base("mish")
    {
    }

    /// <inheritdoc/>
    public override string Formula => "x·tanh(ln(1 + eˣ))";

    /// <inheritdoc/>
    public override string Reference => "arXiv 1908.08681";

    /// <inheritdoc/>
    protected override ActivationFacts DeclaredFacts => new() { Lowest = -0.308843413, Monotone = false, Lipschitz = 1.08849816, SecondMoment = 0.452342192 };

    /// <inheritdoc/>
    protected internal override Tensor Evaluate(Tensor x, Coefficients p) => FusedPointwise.Applies(x)
        ? FusedPointwise.Apply(x, default(MishKernel), nn.functional.Mish)
        : nn.functional.Mish(x);
}

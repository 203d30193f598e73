using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Activations;

/// <summary>x·Φ(x), Φ the normal distribution function, by erf (arXiv 1606.08415; analysed in 2305.12073); its slope lies in [-0.128904, 1.128904].</summary>
public sealed class Gelu : Activation
{
    /// <summary>The activation.</summary>
    public Gelu()
        : base("gelu")
    {
    }

    /// <inheritdoc/>
    public override string Formula => "x·Φ(x)";

    /// <inheritdoc/>
    public override string Reference => "arXiv 1606.08415, 2305.12073";

    /// <inheritdoc/>
    protected override ActivationFacts DeclaredFacts => new() { Lowest = -0.169971207, Monotone = false, Lipschitz = 1.12890415, SecondMoment = 0.425221483 };

    /// <inheritdoc/>
    protected internal override Tensor Evaluate(Tensor x, Coefficients p) => nn.functional.gelu(x);
}

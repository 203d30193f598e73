using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Activations;

/// <summary>GELU with tanh for erf: within 4.7324e-4 of it.</summary>
public sealed class GeluTanh : Activation
{
    /// <summary>The activation.</summary>
    public GeluTanh()
        : base("gelu_tanh")
    {
    }

    /// <inheritdoc/>
    public override string Formula => "x/2·(1 + tanh(√(2/π)(x + 0.044715x³)))";

    /// <inheritdoc/>
    public override string Reference => "arXiv 1606.08415";

    /// <inheritdoc/>
    protected override ActivationFacts DeclaredFacts => new() { Lowest = -0.170040751, Monotone = false, Lipschitz = 1.12899307, SecondMoment = 0.425193711 };

    /// <inheritdoc/>
    protected internal override Tensor Evaluate(Tensor x, Coefficients p) => nn.functional.gelu(x, TorchSharp.Modules.GELU.Approximate.tanh);
}

using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Activations;

/// <summary>Scaled ELU with the constants that keep mean 0 and variance 1 (arXiv 1706.02515).</summary>
public sealed class Selu : Activation
{
    /// <summary>The activation.</summary>
    public Selu()
        : base("selu")
    {
    }

    /// <inheritdoc/>
    public override string Formula => "1.0507·(x > 0 ? x : 1.6733(eˣ - 1))";

    /// <inheritdoc/>
    public override string Reference => "arXiv 1706.02515";

    /// <inheritdoc/>
    protected override ActivationFacts DeclaredFacts => new() { Lowest = -1.0507009873554805 * 1.6732632423543772, Monotone = true, Lipschitz = 1.0507009873554805 * 1.6732632423543772, SecondMoment = 1, Kinks = [0] };

    /// <inheritdoc/>
    protected internal override Tensor Evaluate(Tensor x, Coefficients p) => nn.functional.selu(x);
}

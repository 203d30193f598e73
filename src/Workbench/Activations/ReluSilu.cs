using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Activations;

/// <summary>Part ReLU, part SiLU (arXiv 2402.02593): (1 - i)·max(x, 0) + i·x·σ(x), ReLU's slope at 0 being 0.</summary>
public sealed class ReluSilu : Activation
{
    /// <summary>The activation with its parameters.</summary>
    /// <param name="i">The part of SiLU, 0 to 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is outside its range.</exception>
    public ReluSilu(double i = 0.5)
        : base("relu_silu", ActivationParameter.Within("i", i, 0.5, 0, 1))
    {
    }

    /// <inheritdoc/>
    public override string Formula => "(1 - i)·max(x, 0) + i·x·σ(x)";

    /// <inheritdoc/>
    public override string Reference => "arXiv 2402.02593";

    /// <inheritdoc/>
    protected override ActivationFacts DeclaredFacts => new() { Lowest = -0.27846454276107374 / 2, Monotone = false, Lipschitz = 1.04991966, SecondMoment = 0.416973838, Kinks = [0] };

    /// <inheritdoc/>
    protected internal override Tensor Evaluate(Tensor x, Coefficients p) => (1 - p[0]) * nn.functional.relu(x) + p[0] * nn.functional.silu(x);
}

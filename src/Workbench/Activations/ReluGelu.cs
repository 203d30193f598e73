using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Activations;

/// <summary>Part ReLU, part GELU of scale s (arXiv 2402.02593): (1 - i)·max(x, 0) + i·x·Φ(sx).</summary>
public sealed class ReluGelu : Activation
{
    /// <summary>The activation with its parameters.</summary>
    /// <param name="i">The part of GELU, 0 to 1.</param>
    /// <param name="s">s, its scale.</param>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is outside its range.</exception>
    public ReluGelu(double i = 0.5, double s = 1)
        : base("relu_gelu", ActivationParameter.Within("i", i, 0.5, 0, 1), ActivationParameter.Positive("s", s, 1))
    {
    }

    /// <inheritdoc/>
    public override string Formula => "(1 - i)·max(x, 0) + i·x·Φ(sx)";

    /// <inheritdoc/>
    public override string Reference => "arXiv 2402.02593";

    /// <inheritdoc/>
    protected override ActivationFacts DeclaredFacts => new() { Lowest = -0.169971207 / 2, Monotone = false, Lipschitz = 1.06445207, SecondMoment = 0.458594106, Kinks = [0] };

    /// <inheritdoc/>
    protected internal override Tensor Evaluate(Tensor x, Coefficients p)
    {
        var (part, scale) = p;
        return (1 - part) * nn.functional.relu(x) + part * (x / 2 * (1 + (scale * x / Math.Sqrt(2)).erf()));
    }
}

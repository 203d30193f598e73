using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Activations;

/// <summary>Growing cosine unit x·cos x (arXiv 2108.12943): one neuron of it solves XOR.</summary>
public sealed class GrowingCosine : Activation
{
    /// <summary>The activation.</summary>
    public GrowingCosine()
        : base("gcu")
    {
    }

    /// <inheritdoc/>
    public override string Formula => "x·cos x";

    /// <inheritdoc/>
    public override string Reference => "arXiv 2108.12943";

    /// <inheritdoc/>
    protected override ActivationFacts DeclaredFacts => new() { Monotone = false, Lipschitz = double.PositiveInfinity, SecondMoment = 0.296997075 };

    /// <inheritdoc/>
    protected internal override Tensor Evaluate(Tensor x, Coefficients p) => x * x.cos();
}

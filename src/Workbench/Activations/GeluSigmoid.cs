using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Activations;

/// <summary>x·σ(1.702x), GELU with the logistic function for Φ: within 2.0335e-2 of it.</summary>
public sealed class GeluSigmoid : Activation
{
    /// <summary>The activation.</summary>
    public GeluSigmoid()
        : base("gelu_sigmoid")
    {
    }

    /// <inheritdoc/>
    public override string Formula => "x·σ(1.702x)";

    /// <inheritdoc/>
    public override string Reference => "arXiv 1606.08415";

    /// <inheritdoc/>
    protected override ActivationFacts DeclaredFacts => new() { Lowest = -0.27846454276107374 / 1.702, Monotone = false, Lipschitz = 1.09983932, SecondMoment = 0.421952807 };

    /// <inheritdoc/>
    protected internal override Tensor Evaluate(Tensor x, Coefficients p) => x * torch.sigmoid(1.702 * x);
}

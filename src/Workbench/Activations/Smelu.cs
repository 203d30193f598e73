using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Activations;

/// <summary>
/// Smooth ReLU (arXiv 2010.09931): 0 left of -β, x right of β, (x + β)²/(4β) between; ReLU convolved with a box of half-width β. A wider β
/// makes predictions of retrained models differ less.
/// </summary>
public sealed class Smelu : Activation
{
    /// <summary>The activation with its parameter.</summary>
    /// <param name="beta">β, half the width of the parabola.</param>
    /// <exception cref="ArgumentOutOfRangeException">β is not positive.</exception>
    public Smelu(double beta = 1)
        : base("smelu", ActivationParameter.Positive("beta", beta, 1))
    {
    }

    /// <inheritdoc/>
    public override string Formula => "min(max(x + β, 0), 2β)²/(4β) + max(x - β, 0)";

    /// <inheritdoc/>
    public override string Reference => "arXiv 2010.09931";

    /// <inheritdoc/>
    protected override ActivationFacts DeclaredFacts => new() { Lowest = 0, Monotone = true, Lipschitz = 1, SecondMoment = 0.524843505 };

    /// <inheritdoc/>
    protected internal override Tensor Evaluate(Tensor x, Coefficients p)
    {
        if (FusedPointwise.Applies(x) && p[0].Number is { } beta)
            return FusedPointwise.Apply(x, new SmeluKernel(beta), t => Compose(t, p));
        return CudaKernels.Applies(x) && p[0].Number is { } width
            ? CudaKernels.Apply(x, CudaActivation.Smelu, [width], t => Compose(t, p))
            : Compose(x, p);
    }

    private static Tensor Compose(Tensor x, Coefficients p)
        => (2 * p[0]).Clamp(x + p[0]).square() / (4 * p[0]) + nn.functional.relu(x - p[0]);
}

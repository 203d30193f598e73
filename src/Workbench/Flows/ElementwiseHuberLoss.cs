using static TorchSharp.torch;

namespace Workbench.Flows;

/// <summary>
/// The pseudo-Huber loss of every entry, mean of √(δ² + c²) - c with c = 1e-3: the loss with which Rectified Diffusion trains
/// (arXiv 2410.07303, its code).
/// </summary>
public sealed class ElementwiseHuberLoss : FlowLoss
{
    private readonly double _constant;

    /// <summary>A loss with a given constant.</summary>
    /// <param name="constant">c, positive, in units of the data.</param>
    /// <exception cref="ArgumentOutOfRangeException">The constant is not positive.</exception>
    public ElementwiseHuberLoss(double constant = 1e-3)
    {
        if (!(constant > 0))
            throw new ArgumentOutOfRangeException(nameof(constant), constant, "The constant must be positive.");
        _constant = constant;
    }

    /// <inheritdoc/>
    public override string Name => "elementwise-huber";

    /// <inheritdoc/>
    public override Tensor PerSample(Tensor output, Tensor target)
    {
        Batches.RequirePaired(output, target, nameof(target));
        var square = (output - target).square();
        return (square / ((square + _constant * _constant).sqrt() + _constant)).flatten(1).mean([1L]);
    }
}

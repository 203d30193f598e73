using static TorchSharp.torch;

namespace Workbench.Flows;

/// <summary>
/// The pseudo-Huber loss of a whole sample, (√(‖output - target‖² + c²) - c)/d with c = 0.00054·d for d entries
/// (arXiv 2405.20320, section 4.2): squared for errors far below c, a plain norm far above.
/// </summary>
/// <remarks>With few dimensions c is tiny and the loss is an unsquared norm almost everywhere; toys in two dimensions say little of it.</remarks>
public sealed class PseudoHuberLoss : FlowLoss
{
    private readonly double _constant;

    /// <summary>A loss with a given constant a dimension.</summary>
    /// <param name="constantPerDimension">c/d, positive.</param>
    /// <exception cref="ArgumentOutOfRangeException">The constant is not positive.</exception>
    public PseudoHuberLoss(double constantPerDimension = 0.00054)
    {
        if (!(constantPerDimension > 0))
            throw new ArgumentOutOfRangeException(nameof(constantPerDimension), constantPerDimension, "The constant must be positive.");
        _constant = constantPerDimension;
    }

    /// <inheritdoc/>
    public override string Name => "pseudo-huber";

    /// <inheritdoc/>
    public override Tensor PerSample(Tensor output, Tensor target)
    {
        Batches.RequirePaired(output, target, nameof(target));
        var dimension = (double)(output.NumberOfElements / output.shape[0]);
        var c = _constant * dimension;
        // As ‖δ‖²/(√(‖δ‖²+c²) + c): no cancellation for small errors.
        var square = Batches.SumPerSample((output - target).square());
        return square / (((square + c * c).sqrt() + c) * dimension);
    }
}

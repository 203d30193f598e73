using static TorchSharp.torch;

namespace Workbench.Flows;

/// <summary>
/// The loss of Rectified Diffusion: whatever the network predicts, its output is carried along the first-order path to the data, and the
/// point there is compared with the pair's own (arXiv 2410.07303 and its code; for noise prediction x̂_1 = (x_t - β·ε̂)/α).
/// </summary>
/// <remarks>
/// The plain loss of a noise predictor counts its errors at the noisy end little, where one step divides them by the small α; this one
/// counts what they do. Of pairs that hold on an interval (<see cref="Pairs.Interval"/>) the point at its end is compared:
/// x̂_b - x_b = (α_b - β_b·α_t/β_t)·(x̂_1 - X_1), as in the code of the phased variant.
/// </remarks>
public sealed class FirstOrderLoss : FlowLoss
{
    private const double SmallestBeta = 1e-6;
    private readonly FlowLoss _distance;

    /// <summary>A loss with a given distance.</summary>
    /// <param name="distance">How the two points are compared; <see cref="ElementwiseHuberLoss"/>, the paper's, by default.</param>
    public FirstOrderLoss(FlowLoss? distance = null) => _distance = distance ?? new ElementwiseHuberLoss();

    /// <inheritdoc/>
    public override string Name => "first-order-" + _distance.Name;

    /// <inheritdoc/>
    /// <remarks>Without points there is no path: this is the plain distance.</remarks>
    public override Tensor PerSample(Tensor output, Tensor target) => _distance.PerSample(output, target);

    /// <inheritdoc/>
    public override Tensor PerSample(Tensor output, InterpolantSample sample, Prediction prediction, Interpolant interpolant)
    {
        ArgumentNullException.ThrowIfNull(sample);
        ArgumentNullException.ThrowIfNull(prediction);
        ArgumentNullException.ThrowIfNull(interpolant);
        var predicted = prediction.ToPrediction(output, Prediction.Data, sample.Xt, sample.T, interpolant);
        if (sample.End is not { } end)
            return _distance.PerSample(predicted, sample.X1);
        var (t, b) = (Batches.Broadcast(sample.T, sample.Xt), Batches.Broadcast(end, sample.Xt));
        var rest = interpolant.Alpha(b) - interpolant.Beta(b) * interpolant.Alpha(t) / interpolant.Beta(t).clamp(min: SmallestBeta);
        var target = interpolant.Alpha(b) * sample.X1 + interpolant.Beta(b) * sample.X0;
        return _distance.PerSample(target + rest * (predicted - sample.X1), target);
    }
}

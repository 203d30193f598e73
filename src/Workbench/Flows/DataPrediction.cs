using static TorchSharp.torch;

namespace Workbench.Flows;

/// <summary>
/// x-prediction: the target is the data point X_1. The velocity is v = (β'/β)·x + (α' - β'·α/β)·X_1, from x = α·X_1 + β·X_0;
/// with the linear interpolant (X_1 - x)/(1-t).
/// </summary>
/// <remarks>
/// β(t) divides: at t = 1, where it is 0, the velocity is not finite, and just before it an error of the network is magnified
/// by 1/β. Solvers that evaluate at t = 1 need <see cref="ClampedTimes"/>, or a grid that ends earlier.
/// </remarks>
public sealed class DataPrediction : Prediction
{
    /// <inheritdoc/>
    public override string Name => "data";

    /// <inheritdoc/>
    public override Tensor Target(InterpolantSample sample)
    {
        ArgumentNullException.ThrowIfNull(sample);
        return sample.X1;
    }

    /// <inheritdoc/>
    public override Tensor ToVelocity(Tensor output, Tensor xt, Tensor t, Interpolant interpolant)
    {
        ArgumentNullException.ThrowIfNull(interpolant);
        var s = Batches.Broadcast(t, xt);
        var rate = interpolant.BetaDot(s) / interpolant.Beta(s);
        return rate * xt + (interpolant.AlphaDot(s) - rate * interpolant.Alpha(s)) * output;
    }

    /// <inheritdoc/>
    public override Tensor FromVelocity(Tensor velocity, Tensor xt, Tensor t, Interpolant interpolant) =>
        Posterior.Of(velocity, xt, t, interpolant).X1;
}

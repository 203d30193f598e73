using static TorchSharp.torch;

namespace Workbench.Flows;

/// <summary>
/// Score prediction for a standard normal source: the target is -X_0/β, whose mean given X_t is the score ∇log p_t(X_t)
/// (arXiv 2011.13456, equation 7).
/// </summary>
/// <remarks>
/// The target grows as 1/β towards the data and is infinite at t = 1; the velocity read off it needs α &gt; 0, so it is not
/// finite at t = 0 of interpolants that start at pure noise. Between the two ends it is exact.
/// </remarks>
public sealed class ScorePrediction : Prediction
{
    /// <inheritdoc/>
    public override string Name => "score";

    /// <inheritdoc/>
    public override Tensor Target(InterpolantSample sample)
    {
        ArgumentNullException.ThrowIfNull(sample);
        return -sample.X0 / sample.Beta;
    }

    /// <inheritdoc/>
    public override Tensor ToVelocity(Tensor output, Tensor xt, Tensor t, Interpolant interpolant)
    {
        ArgumentNullException.ThrowIfNull(interpolant);
        return Noise.ToVelocity(output * -interpolant.Beta(Batches.Broadcast(t, xt)), xt, t, interpolant);
    }

    /// <inheritdoc/>
    public override Tensor FromVelocity(Tensor velocity, Tensor xt, Tensor t, Interpolant interpolant) =>
        -Posterior.Of(velocity, xt, t, interpolant).X0 / interpolant.Beta(Batches.Broadcast(t, xt));
}

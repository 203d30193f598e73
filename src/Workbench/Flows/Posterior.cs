using static TorchSharp.torch;

namespace Workbench.Flows;

/// <summary>
/// The means of both ends given a point, E[X_0 | X_t = x] and E[X_1 | X_t = x]: what a velocity says about the pair, since
/// x = α·X_1 + β·X_0 and v = α'·E[X_1|x] + β'·E[X_0|x] are two equations for the two means.
/// </summary>
/// <param name="X0">The mean of the source point, [batch, …].</param>
/// <param name="X1">The mean of the data point, [batch, …].</param>
/// <remarks>
/// The determinant α·β' - α'·β is negative wherever the interpolant moves; for the linear one it is -1, the means are x - t·v and
/// x + (1-t)·v, and both ends of the interval are exact.
/// </remarks>
public sealed record Posterior(Tensor X0, Tensor X1)
{
    /// <summary>Solves for the means.</summary>
    /// <param name="velocity">The velocity at the points, [batch, …].</param>
    /// <param name="xt">The points, [batch, …].</param>
    /// <param name="t">Times, [batch] or scalar.</param>
    /// <param name="interpolant">The interpolant that the velocity belongs to.</param>
    public static Posterior Of(Tensor velocity, Tensor xt, Tensor t, Interpolant interpolant)
    {
        ArgumentNullException.ThrowIfNull(interpolant);
        Batches.RequirePaired(xt, velocity, nameof(velocity));
        var s = Batches.Broadcast(t, xt);
        var (alpha, beta) = (interpolant.Alpha(s), interpolant.Beta(s));
        var (alphaDot, betaDot) = (interpolant.AlphaDot(s), interpolant.BetaDot(s));
        var determinant = alpha * betaDot - alphaDot * beta;
        return new Posterior((alpha * velocity - alphaDot * xt) / determinant, (betaDot * xt - beta * velocity) / determinant);
    }
}

using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Metrics;

/// <summary>
/// The transport cost E c(X_1 - X_0) of a coupling. Rectifying a coupling lowers it for every convex c at once
/// (arXiv 2209.03003, theorem 3.5).
/// </summary>
/// <remarks><code>var cost = TransportCost.Of(pairs.X0, pairs.X1, TransportCost.NormPower(2));</code></remarks>
public static class TransportCost
{
    /// <summary>The mean cost of pairs.</summary>
    /// <param name="x0">Source points, [batch, …].</param>
    /// <param name="x1">Their partners, of the same shape.</param>
    /// <param name="cost">Maps displacements X_1 - X_0, float64 and flattened to [batch, dim], to costs [batch].</param>
    /// <exception cref="ArgumentException">The shapes do not pair up, or the cost gives another number of values.</exception>
    public static double Of(Tensor x0, Tensor x1, Func<Tensor, Tensor> cost)
    {
        ArgumentNullException.ThrowIfNull(cost);
        Sets.RequireSameShape(x0, x1);
        using var noGrad = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        var displacement = (x1.to_type(ScalarType.Float64) - x0.to_type(ScalarType.Float64)).flatten(1);
        var costs = cost(displacement);
        if (costs.dim() != 1 || costs.shape[0] != x0.shape[0])
            throw new ArgumentException(
                $"The cost must give one value a pair, [{x0.shape[0]}]; got [{string.Join(", ", costs.shape)}].", nameof(cost));
        return costs.mean().item<double>();
    }

    /// <summary>The cost ‖x‖^p, convex for p ≥ 1.</summary>
    /// <param name="power">p, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The power is below 1, where the cost is not convex.</exception>
    public static Func<Tensor, Tensor> NormPower(double power)
    {
        if (!(power >= 1))
            throw new ArgumentOutOfRangeException(nameof(power), power, "‖x‖^p is convex for p of at least 1 only.");
        return displacement => displacement.square().sum(1).pow(power / 2);
    }
}

using TorchSharp;
using static TorchSharp.torch;
using Workbench.Flows;

namespace Workbench.Metrics;

/// <summary>
/// The crossing term V((X_0, X_1)) = ∫E‖(X_1 - X_0) - v(X_t, t)‖²dt of a coupling, on the straight interpolant
/// (arXiv 2209.03003, section 2.2): how much the straight paths of the pairs cross.
/// </summary>
/// <remarks>
/// With the exact velocity v = E[X_1 - X_0 | X_t] it is the floor of the training loss; with a trained one it is that
/// loss on fresh pairs, the floor plus the fitting error ∫E‖v_θ - v‖²dt. The integral over time is the trapezoidal rule
/// on an even grid, with all pairs at every time. Sums are in float64.
/// </remarks>
public static class CrossingTerm
{
    /// <summary>Measures V on given pairs.</summary>
    /// <param name="field">The velocity, exact or trained.</param>
    /// <param name="x0">Source points, [batch, …].</param>
    /// <param name="x1">Their partners, of the same shape.</param>
    /// <param name="steps">The number of intervals of the time grid.</param>
    /// <exception cref="ArgumentException">The shapes do not pair up.</exception>
    public static double Of(VelocityField field, Tensor x0, Tensor x1, int steps = 100)
    {
        ArgumentNullException.ThrowIfNull(field);
        var grid = TimeGrid.Uniform(steps);
        using var noGrad = torch.no_grad();
        var residuals = grid.Times.Select(t =>
        {
            using var scope = torch.NewDisposeScope();
            var sample = Interpolant.Linear.At(x0, x1, torch.tensor(t, dtype: x0.dtype, device: x0.device));
            var difference = sample.Velocity - field.Velocity(sample.Xt, t);
            return difference.to_type(ScalarType.Float64).square().flatten(1).sum(1).mean().item<double>();
        });
        return Trajectories.Integral(grid, [.. residuals]);
    }
}

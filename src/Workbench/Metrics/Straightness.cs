using TorchSharp;
using static TorchSharp.torch;
using Workbench.Flows;

namespace Workbench.Metrics;

/// <summary>
/// The straightness S(Z) = ∫E‖(Z_1 - Z_0) - v(Z_t, t)‖²dt of a flow along its own trajectories (arXiv 2209.03003,
/// section 2.2): 0 exactly when every trajectory is a straight line at constant speed, so that one Euler step is exact.
/// </summary>
/// <remarks>
/// Z_1 is the end of the trajectory itself, not a data point paired with Z_0; with the latter the integral would be the
/// crossing term plus the fitting error. The integral over time is the trapezoidal rule on the solver's grid, so the
/// field is evaluated once more at every time of it. Sums are in float64.
/// </remarks>
public static class Straightness
{
    /// <summary>Solves from t = 0 to t = 1 in equal steps and measures S along the way.</summary>
    /// <param name="field">The flow.</param>
    /// <param name="x0">Source points, [batch, …].</param>
    /// <param name="steps">The number of steps, at least 1.</param>
    /// <param name="solver">The solver; Euler by default.</param>
    public static StraightnessProfile Along(VelocityField field, Tensor x0, int steps = 50, Solver? solver = null)
    {
        using var scope = torch.NewDisposeScope();
        return Along(field, (solver ?? Solver.Euler).Solve(field, x0, steps, record: true));
    }

    /// <summary>Measures S along a recorded solution.</summary>
    /// <param name="field">The flow that was solved.</param>
    /// <param name="solution">A solution from t = 0 to t = 1 with its path.</param>
    /// <exception cref="ArgumentException">The path was not recorded, or does not run from 0 to 1.</exception>
    public static StraightnessProfile Along(VelocityField field, Solution solution)
    {
        ArgumentNullException.ThrowIfNull(field);
        Trajectories.RequireFull(solution);
        using var noGrad = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        var displacement = (solution.States[^1] - solution.States[0]).to_type(ScalarType.Float64);
        var deviations = Trajectories.MeanAlong(field, solution, v => (displacement - v).square());
        return new StraightnessProfile(Trajectories.Integral(solution.Grid, deviations), solution.Grid, deviations);
    }
}

/// <summary>The straightness of a flow and where along time it comes from.</summary>
/// <param name="Value">S, in squared units of the points; 0 for a straight flow.</param>
/// <param name="Grid">The times.</param>
/// <param name="Deviation">E‖(Z_1 - Z_0) - v(Z_t, t)‖² at every time.</param>
public sealed record StraightnessProfile(double Value, TimeGrid Grid, IReadOnlyList<double> Deviation);

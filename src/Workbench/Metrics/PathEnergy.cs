using TorchSharp;
using static TorchSharp.torch;
using Workbench.Flows;

namespace Workbench.Metrics;

/// <summary>
/// The path energy ∫E‖v(Z_t, t)‖²dt of a flow: its squared transport cost plus its straightness. The least energy of all
/// flows between two laws is their squared W2 distance (Benamou and Brenier).
/// </summary>
public static class PathEnergy
{
    /// <summary>Solves from t = 0 to t = 1 in equal steps and measures the energy along the way.</summary>
    /// <param name="field">The flow.</param>
    /// <param name="x0">Source points, [batch, …].</param>
    /// <param name="steps">The number of steps, at least 1.</param>
    /// <param name="solver">The solver; Euler by default.</param>
    public static double Along(VelocityField field, Tensor x0, int steps = 50, Solver? solver = null)
    {
        using var scope = torch.NewDisposeScope();
        return Along(field, (solver ?? Solver.Euler).Solve(field, x0, steps, record: true));
    }

    /// <summary>Measures the energy along a recorded solution.</summary>
    /// <param name="field">The flow that was solved.</param>
    /// <param name="solution">A solution from t = 0 to t = 1 with its path.</param>
    /// <exception cref="ArgumentException">The path was not recorded, or does not run from 0 to 1.</exception>
    public static double Along(VelocityField field, Solution solution)
    {
        ArgumentNullException.ThrowIfNull(field);
        Trajectories.RequireFull(solution);
        using var noGrad = torch.no_grad();
        return Trajectories.Integral(solution.Grid, Trajectories.MeanAlong(field, solution, v => v.square()));
    }
}

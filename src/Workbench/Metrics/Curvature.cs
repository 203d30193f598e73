using TorchSharp;
using static TorchSharp.torch;
using Workbench.Flows;

namespace Workbench.Metrics;

/// <summary>How long and how bent the trajectories of a flow are.</summary>
public static class Curvature
{
    /// <summary>The mean length of the trajectories, E∫‖v(Z_t, t)‖dt, by the chords of a recorded path.</summary>
    /// <param name="solution">A solution from t = 0 to t = 1 with its path.</param>
    /// <exception cref="ArgumentException">The path was not recorded, or does not run from 0 to 1.</exception>
    public static double PathLength(Solution solution)
    {
        Trajectories.RequireFull(solution);
        using var noGrad = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        return Chords(solution).Sum(chord => chord.mean().item<double>());
    }

    /// <summary>
    /// The mean detour: path length over the distance of its ends, at least 1, and 1 for a trajectory that is a line at whatever pace.
    /// </summary>
    /// <param name="solution">A solution from t = 0 to t = 1 with its path.</param>
    /// <exception cref="ArgumentException">The path was not recorded, or does not run from 0 to 1.</exception>
    public static double Detour(Solution solution)
    {
        Trajectories.RequireFull(solution);
        using var noGrad = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        var length = torch.stack(Chords(solution)).sum(0);
        var distance = Norms(solution.States[^1] - solution.States[0]);
        // A trajectory that goes nowhere has no detour to speak of.
        return torch.where(distance > 1e-12, length / distance.clamp(min: 1e-12), torch.ones_like(length)).mean().item<double>();
    }

    /// <summary>
    /// The mean curvature ∫E‖d²Z_t/dt²‖dt of the trajectories in time, by second differences of a path with equal steps: 0 exactly
    /// for lines at constant speed (the trajectory curvature of arXiv 2301.12003, section 3).
    /// </summary>
    /// <param name="solution">A solution from t = 0 to t = 1 in equal steps with its path.</param>
    /// <exception cref="ArgumentException">The path was not recorded, has fewer than two steps, or unequal ones.</exception>
    public static double Acceleration(Solution solution)
    {
        Trajectories.RequireFull(solution);
        var h = 1.0 / solution.Grid.Steps;
        if (solution.Grid.Steps < 2 || Enumerable.Range(0, solution.Grid.Steps).Any(i => Math.Abs(solution.Grid.Times[i + 1] - solution.Grid.Times[i] - h) > 1e-9))
            throw new ArgumentException("Expected at least two equal steps.", nameof(solution));
        using var noGrad = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        var sum = 0.0;
        for (var i = 1; i < solution.Grid.Steps; i++)
        {
            using var inner = torch.NewDisposeScope();
            var (before, at, after) = (solution.States[i - 1], solution.States[i], solution.States[i + 1]);
            sum += Norms(after.to_type(ScalarType.Float64) - 2 * at.to_type(ScalarType.Float64) + before.to_type(ScalarType.Float64)).mean().item<double>();
        }

        // The second difference is h²·Z'' and stands for a length h of time; the two ends have the curvature of their neighbours.
        return sum / (h * h) / (solution.Grid.Steps - 1);
    }

    private static List<Tensor> Chords(Solution solution) =>
        [.. Enumerable.Range(0, solution.Grid.Steps).Select(i => Norms(solution.States[i + 1] - solution.States[i]))];

    private static Tensor Norms(Tensor x) => x.to_type(ScalarType.Float64).flatten(1).square().sum(1).sqrt();
}

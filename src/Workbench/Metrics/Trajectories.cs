using TorchSharp;
using static TorchSharp.torch;
using Workbench.Flows;

namespace Workbench.Metrics;

/// <summary>Means and integrals along recorded trajectories.</summary>
internal static class Trajectories
{
    /// <summary>Throws unless the solution holds its path from t = 0 to t = 1.</summary>
    public static void RequireFull(Solution solution)
    {
        ArgumentNullException.ThrowIfNull(solution);
        if (solution.States.Count != solution.Grid.Steps + 1)
            throw new ArgumentException("The path was not recorded; solve with record: true.", nameof(solution));
        if (solution.Grid.Times[0] != 0 || solution.Grid.Times[^1] != 1)
            throw new ArgumentException(
                $"Expected a path from t = 0 to t = 1; got one from {solution.Grid.Times[0]:G6} to {solution.Grid.Times[^1]:G6}.", nameof(solution));
    }

    /// <summary>At every time of the path, the batch mean of the sum over dimensions of a function of the velocities (float64).</summary>
    public static double[] MeanAlong(VelocityField field, Solution solution, Func<Tensor, Tensor> ofVelocity)
    {
        var means = new double[solution.States.Count];
        for (var i = 0; i < means.Length; i++)
        {
            using var scope = torch.NewDisposeScope();
            var velocity = field.Velocity(solution.States[i], solution.Grid.Times[i]).to_type(ScalarType.Float64);
            means[i] = ofVelocity(velocity).flatten(1).sum(1).mean().item<double>();
        }

        return means;
    }

    /// <summary>The trapezoidal rule.</summary>
    public static double Integral(TimeGrid grid, IReadOnlyList<double> values)
    {
        var sum = 0.0;
        for (var i = 0; i < grid.Steps; i++)
            sum += (grid.Times[i + 1] - grid.Times[i]) * (values[i] + values[i + 1]) / 2;
        return sum;
    }
}

using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Flows;

/// <summary>
/// The time grid that Bellman's dynamic programme finds best for a flow: among all ways through a fine grid with K steps, the one with
/// the least sum of local errors, each the mean squared distance between one long Euler step and the fine trajectory
/// (arXiv 2312.16414, algorithm 1).
/// </summary>
/// <remarks>
/// The sum of local errors is not the error at the end; where the flow forgets or magnifies early errors the grid can be worse there
/// than equal steps. The programme takes O(K·N²) operations for N fine steps, and the trajectories of N evaluations.
/// </remarks>
public static class BellmanSteps
{
    /// <summary>Finds the best grid.</summary>
    /// <param name="field">The flow.</param>
    /// <param name="x0">Source points that stand for all, [batch, …].</param>
    /// <param name="steps">K, from 1 to <paramref name="fineSteps"/>.</param>
    /// <param name="fineSteps">N, the equal Euler steps of the fine trajectory.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number of steps is out of its range.</exception>
    public static BellmanGrid Find(VelocityField field, Tensor x0, int steps, int fineSteps = 100)
    {
        Batches.RequirePositive(fineSteps, nameof(fineSteps));
        if (steps < 1 || steps > fineSteps)
            throw new ArgumentOutOfRangeException(nameof(steps), steps, $"The number of steps must lie between 1 and {fineSteps}, the fine steps.");
        return Find(LocalErrors(field, x0, fineSteps), steps);
    }

    /// <summary>The local errors c[j, k] = mean‖x_j + (t_k - t_j)·v_j - x_k‖² of one Euler step from fine time j to fine time k &gt; j.</summary>
    /// <param name="field">The flow.</param>
    /// <param name="x0">Source points, [batch, …].</param>
    /// <param name="fineSteps">N; the result has N + 1 rows and columns.</param>
    public static double[,] LocalErrors(VelocityField field, Tensor x0, int fineSteps)
    {
        ArgumentNullException.ThrowIfNull(field);
        using var noGrad = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        var grid = TimeGrid.Uniform(fineSteps);
        var path = Solver.Euler.Solve(field, x0, grid, record: true);
        var points = torch.stack(path.States.Select(state => state.to_type(ScalarType.Float64).flatten(1)));
        var errors = new double[fineSteps + 1, fineSteps + 1];
        for (var j = 0; j < fineSteps; j++)
        {
            using var inner = torch.NewDisposeScope();
            var velocity = (points[j + 1] - points[j]) * fineSteps;
            var spans = torch.arange(1, fineSteps - j + 1, dtype: ScalarType.Float64, device: points.device).reshape(-1, 1, 1) / fineSteps;
            var reached = points[j] + spans * velocity;
            var row = (reached - points.narrow(0, j + 1, fineSteps - j)).square().sum(2).mean([1L]).cpu().data<double>().ToArray();
            for (var k = 0; k < row.Length; k++)
                errors[j, j + 1 + k] = row[k];
        }

        return errors;
    }

    /// <summary>The way of least cost from the first node to the last with a given number of steps.</summary>
    /// <param name="costs">c[j, k] for k &gt; j, square.</param>
    /// <param name="steps">K, from 1 to the number of nodes less 1.</param>
    /// <exception cref="ArgumentException">The costs are not square.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The number of steps is out of its range.</exception>
    public static BellmanGrid Find(double[,] costs, int steps)
    {
        ArgumentNullException.ThrowIfNull(costs);
        var last = costs.GetLength(0) - 1;
        if (costs.GetLength(1) != last + 1 || last < 1)
            throw new ArgumentException($"Expected square costs of at least two nodes; got {costs.GetLength(0)} × {costs.GetLength(1)}.", nameof(costs));
        if (steps < 1 || steps > last)
            throw new ArgumentOutOfRangeException(nameof(steps), steps, $"The number of steps must lie between 1 and {last}.");
        // least[i] is the cost from node i to the last with the steps so far.
        var least = new double[last + 1];
        Array.Fill(least, double.PositiveInfinity);
        least[last] = 0;
        var choices = new int[steps, last + 1];
        for (var step = 0; step < steps; step++)
        {
            var next = new double[last + 1];
            Array.Fill(next, double.PositiveInfinity);
            for (var i = 0; i < last; i++)
            {
                for (var j = i + 1; j <= last; j++)
                {
                    if (costs[i, j] + least[j] < next[i])
                        (next[i], choices[step, i]) = (costs[i, j] + least[j], j);
                }
            }

            least = next;
        }

        var nodes = new List<int> { 0 };
        for (var step = steps - 1; step >= 0; step--)
            nodes.Add(choices[step, nodes[^1]]);
        return new BellmanGrid(new TimeGrid(nodes.Select(node => (double)node / last)), nodes, least[0]);
    }
}

/// <summary>A grid found by <see cref="BellmanSteps"/>.</summary>
/// <param name="Grid">The times.</param>
/// <param name="Nodes">Their indices in the fine grid.</param>
/// <param name="Cost">The sum of the local squared errors.</param>
public sealed record BellmanGrid(TimeGrid Grid, IReadOnlyList<int> Nodes, double Cost);

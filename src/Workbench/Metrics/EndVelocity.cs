using TorchSharp;
using Workbench.Flows;
using static TorchSharp.torch;

namespace Workbench.Metrics;

/// <summary>
/// How near the velocity along a trajectory is to the trajectory's own end: r(t) = E[‖v(Z_t, t) - Z_1‖/‖Z_1‖] and the mean cosine
/// between both.
/// </summary>
/// <remarks>
/// For a flow from the standard normal v(x, t) = (x + (1-t)·∇log p_t(x))/t, so that v(Z_t, t) tends to Z_1 linearly in 1-t wherever the
/// score of the data is bounded (what TReFT builds on, arXiv 2511.20307). Where data have no width it does not: v keeps -X_0.
/// </remarks>
public static class EndVelocity
{
    /// <summary>Follows a flow through given times to its end.</summary>
    /// <param name="field">The flow.</param>
    /// <param name="x0">Source points, [batch, …].</param>
    /// <param name="grid">Times from 0 to 1; one step of the solver between each two.</param>
    /// <param name="solver">The solver; the classical Runge–Kutta method by default.</param>
    /// <returns>The gap at every time of the grid.</returns>
    /// <exception cref="ArgumentException">The grid does not end at 1.</exception>
    public static EndVelocityProfile Along(VelocityField field, Tensor x0, TimeGrid grid, Solver? solver = null)
    {
        ArgumentNullException.ThrowIfNull(field);
        ArgumentNullException.ThrowIfNull(grid);
        if (grid.Times[^1] != 1)
            throw new ArgumentException($"The grid must end at 1; got {grid.Times[^1]:G6}.", nameof(grid));
        using var noGrad = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        var solution = (solver ?? Solver.RungeKutta4).Solve(field, x0, grid, record: true);
        var end = solution.Final.flatten(1);
        var length = end.square().sum(1).sqrt();
        var (relative, cosine) = (new double[grid.Times.Count], new double[grid.Times.Count]);
        for (var i = 0; i < grid.Times.Count; i++)
        {
            using var step = torch.NewDisposeScope();
            var velocity = field.Velocity(solution.States[i], grid.Times[i]).flatten(1);
            relative[i] = ((velocity - end).square().sum(1).sqrt() / length).to_type(ScalarType.Float64).mean().item<double>();
            cosine[i] = ((velocity * end).sum(1) / (velocity.square().sum(1).sqrt() * length)).to_type(ScalarType.Float64).mean().item<double>();
        }

        return new EndVelocityProfile(grid, relative, cosine);
    }
}

/// <summary>The velocity against the end of its trajectory, time by time.</summary>
/// <param name="Grid">The times.</param>
/// <param name="Relative">r(t), the mean relative distance.</param>
/// <param name="Cosine">The mean cosine.</param>
public sealed record EndVelocityProfile(TimeGrid Grid, IReadOnlyList<double> Relative, IReadOnlyList<double> Cosine)
{
    /// <summary>r at the time of the grid nearest to a given one.</summary>
    /// <param name="t">A time in [0, 1].</param>
    public double RelativeAt(double t) => Relative[Nearest(t)];

    /// <summary>The mean cosine at the time of the grid nearest to a given one.</summary>
    /// <param name="t">A time in [0, 1].</param>
    public double CosineAt(double t) => Cosine[Nearest(t)];

    private int Nearest(double t) => Enumerable.Range(0, Grid.Times.Count).MinBy(i => Math.Abs(Grid.Times[i] - t));
}

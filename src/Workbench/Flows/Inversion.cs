using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Flows;

/// <summary>
/// Inversion of data to noise by solving the flow backward, and the way forth again: what editing by inversion rests on
/// (arXiv 2411.04746, section 3).
/// </summary>
/// <remarks>
/// With a step h on dx/dt = k·x the round trip of one step multiplies by 1 - (kh)² for Euler and by 1 + (kh)⁴/4 for the midpoint method.
/// In general the leading error of a step comes back with the opposite sign when the order p is even, so that the round trip of such a
/// method has the order p + 1, and with the same sign when p is odd.
/// <code>
/// var trip = Inversion.RoundTrip(field, x1, Solver.RfSolver, evaluations: 16);      // 8 steps back, 8 steps forth
/// var errors = PairedErrors.Of(trip.Reconstruction, x1);
/// </code>
/// </remarks>
public static class Inversion
{
    /// <summary>Carries data points to noise and back to data in equal steps, spending the given number of evaluations each way.</summary>
    /// <param name="field">The flow.</param>
    /// <param name="x1">Data points, [batch, …].</param>
    /// <param name="solver">The solver of both ways.</param>
    /// <param name="evaluations">Evaluations of the field each way, so that solvers compare at equal cost.</param>
    /// <exception cref="ArgumentException">No number of the solver's steps takes as many evaluations.</exception>
    /// <exception cref="ArithmeticException">The velocity is not finite; the message names the step and its times.</exception>
    public static RoundTrip RoundTrip(VelocityField field, Tensor x1, Solver solver, int evaluations)
    {
        ArgumentNullException.ThrowIfNull(solver);
        return RoundTrip(field, x1, solver, TimeGrid.Uniform(solver.StepsFor(evaluations)));
    }

    /// <summary>Carries data points to noise and back to data over the same times.</summary>
    /// <param name="field">The flow.</param>
    /// <param name="x1">Points at the last time of the grid, [batch, …].</param>
    /// <param name="solver">The solver of both ways.</param>
    /// <param name="grid">The times of the way forth, rising; the way back takes them from last to first.</param>
    /// <exception cref="ArgumentException">The grid falls.</exception>
    /// <exception cref="ArithmeticException">The velocity is not finite; the message names the step and its times.</exception>
    public static RoundTrip RoundTrip(VelocityField field, Tensor x1, Solver solver, TimeGrid grid)
    {
        ArgumentNullException.ThrowIfNull(solver);
        ArgumentNullException.ThrowIfNull(grid);
        if (grid.Times[^1] < grid.Times[0])
            throw new ArgumentException($"The way forth has rising times; got a grid from {grid.Times[0]:G4} to {grid.Times[^1]:G4}.", nameof(grid));
        var back = solver.Solve(field, x1, grid.Reversed());
        var forth = solver.Solve(field, back.Final, grid);
        return new(back.Final, forth.Final, back.Evaluations);
    }
}

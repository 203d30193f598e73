using TorchSharp;
using static TorchSharp.torch;
using Workbench.Flows;

namespace Workbench.Metrics;

/// <summary>
/// The quality of a flow's samples by evaluations of its velocity (NFE), for one or more solvers at equal cost: what a sampler
/// gives for its price.
/// </summary>
/// <remarks>
/// <code>
/// var curve = QualityCurve.Of(flow, x0, [Solver.Euler, Solver.Heun], [1, 2, 4, 8], samples => Wasserstein.Sliced(samples, data));
/// curve.Front;          // what no cheaper or as cheap choice equals
/// curve.Of("heun");     // its points at 2, 4 and 8 evaluations
/// </code>
/// </remarks>
/// <param name="Points">One point a solver and number of evaluations.</param>
public sealed record QualityCurve(IReadOnlyList<QualityPoint> Points)
{
    /// <summary>
    /// The points of the Pareto front, by rising evaluations: better than every point that takes as many evaluations or fewer. Of equal
    /// points the first is kept; points that are not finite are never on it.
    /// </summary>
    public IReadOnlyList<QualityPoint> Front
    {
        get
        {
            var front = new List<QualityPoint>();
            foreach (var point in Points.Where(p => double.IsFinite(p.Quality)).OrderBy(p => p.Evaluations).ThenBy(p => p.Quality))
            {
                if (front.Count == 0 || point.Quality < front[^1].Quality)
                    front.Add(point);
            }

            return front;
        }
    }

    /// <summary>The points of one solver, by rising evaluations.</summary>
    /// <param name="solver">Its name.</param>
    public IReadOnlyList<QualityPoint> Of(string solver) => [.. Points.Where(p => p.Solver == solver).OrderBy(p => p.Evaluations)];

    /// <summary>Solves from the same start with every solver and measures where it ends.</summary>
    /// <param name="field">The flow.</param>
    /// <param name="x0">Points at t = 0, [batch, …].</param>
    /// <param name="solvers">
    /// The solvers, each where some number of steps takes just as many evaluations, else not at all; one that chooses its own steps is
    /// solved once, for what it costs.
    /// </param>
    /// <param name="evaluations">Numbers of evaluations, each at least 1.</param>
    /// <param name="quality">Of the points at t = 1: less is better, such as a distance to the data.</param>
    /// <param name="times">The grid of a number of steps; equal steps by default.</param>
    /// <exception cref="ArgumentException">No solver, no number of evaluations, or no solver that takes any of them.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number of evaluations is below 1.</exception>
    public static QualityCurve Of(
        VelocityField field, Tensor x0, IEnumerable<Solver> solvers, IEnumerable<int> evaluations, Func<Tensor, double> quality,
        Func<int, TimeGrid>? times = null)
    {
        ArgumentNullException.ThrowIfNull(field);
        ArgumentNullException.ThrowIfNull(x0);
        ArgumentNullException.ThrowIfNull(solvers);
        ArgumentNullException.ThrowIfNull(evaluations);
        ArgumentNullException.ThrowIfNull(quality);
        int[] counts = [.. evaluations];
        foreach (var count in counts)
            ArgumentOutOfRangeException.ThrowIfLessThan(count, 1, nameof(evaluations));
        var points = new List<QualityPoint>();
        foreach (var solver in solvers)
        {
            IEnumerable<int> steps = solver.IsAdaptive ? [1] : counts.Select(count => StepsOf(solver, count)).Where(count => count >= 1);
            foreach (var count in steps)
            {
                using var scope = torch.NewDisposeScope();
                var solution = solver.Solve(field, x0, (times ?? (n => TimeGrid.Uniform(n)))(count));
                points.Add(new QualityPoint(solver.Name, solution.Evaluations, quality(solution.Final)));
            }
        }

        return points.Count > 0
            ? new QualityCurve(points)
            : throw new ArgumentException($"No solver was given that takes one of {counts.Length} numbers of evaluations ({string.Join(", ", counts)}).", nameof(solvers));
    }

    // The number of steps that takes as many evaluations; 0 where none does.
    private static int StepsOf(Solver solver, int evaluations)
    {
        var (steps, rest) = Math.DivRem(evaluations - solver.EvaluationsToBegin, solver.EvaluationsPerStep);
        return rest == 0 ? Math.Max(steps, 0) : 0;
    }
}

/// <summary>What a solver reached for a number of evaluations.</summary>
/// <param name="Solver">The solver's name.</param>
/// <param name="Evaluations">How often the velocity was evaluated.</param>
/// <param name="Quality">The quality of the samples; less is better.</param>
public sealed record QualityPoint(string Solver, long Evaluations, double Quality);

using Workbench.Models;
using static TorchSharp.torch;

namespace Workbench.Flows;

/// <summary>
/// RF-Edit: the values V of a transformer's later attention layers, kept in the intervals nearest the noise while an image is inverted,
/// take the place of its own in the same intervals while the edited image is made, which keeps the image's structure (arXiv
/// 2411.04746, section 3.3).
/// </summary>
/// <remarks>
/// Values belong to an interval of the time grid and to an evaluation within it: on the way back the first evaluation of an interval
/// stands at its end nearer the data, on the way forth at its end nearer the noise. They are kept for a whole batch: the memory is shared intervals ×
/// evaluations × layers × batch × tokens × width.
/// <code>
/// using var sharing = new FeatureSharing(network.Transformer, intervals: 5);
/// sharing.Invert(flow.Given(source), images, Solver.RfSolver, TimeGrid.Uniform(25, from: 1, to: 0));
/// var edited = sharing.Edit(flow.Guided(target, scale: 2)).Final;
/// </code>
/// </remarks>
public sealed class FeatureSharing : IDisposable
{
    private readonly AttentionValues _values;
    private (Solution Inverted, Solver Solver)? _inversion;

    /// <summary>Shares the values of a network.</summary>
    /// <param name="network">The transformer behind the fields that will be solved.</param>
    /// <param name="intervals">n, how many intervals nearest the noise are shared; 0 shares nothing.</param>
    /// <param name="firstLayer">The first layer that takes part, from 0; by default the second half does.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative, or there is no such layer.</exception>
    public FeatureSharing(VelocityDiT network, int intervals, int? firstLayer = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(intervals);
        _values = new AttentionValues(network, firstLayer);
        Intervals = intervals;
    }

    /// <summary>n.</summary>
    public int Intervals { get; }

    /// <summary>Carries images to noise and keeps the values of the last <see cref="Intervals"/> steps.</summary>
    /// <param name="field">The flow given the images' own condition, or none; without guidance, so that it calls the network once an evaluation.</param>
    /// <param name="x1">Images, [batch, channels, height, width].</param>
    /// <param name="solver">A one-step method: Euler or RF-Solver in the paper.</param>
    /// <param name="grid">Falling times; editing uses the same ones.</param>
    /// <exception cref="ArgumentException">The grid does not fall or has fewer steps than are shared, or the solver chooses its own steps or remembers earlier ones.</exception>
    public Solution Invert(VelocityField field, Tensor x1, Solver solver, TimeGrid grid)
    {
        ArgumentNullException.ThrowIfNull(field);
        ArgumentNullException.ThrowIfNull(solver);
        ArgumentNullException.ThrowIfNull(grid);
        if (grid.Times[0] < grid.Times[^1])
            throw new ArgumentException($"Inversion goes from data to noise, on falling times; got {grid.Times[0]:G6} to {grid.Times[^1]:G6}.", nameof(grid));
        if (Intervals > grid.Steps)
            throw new ArgumentException($"{Intervals} intervals are to be shared; the grid has {grid.Steps}.", nameof(grid));
        if (solver.IsAdaptive || solver.EvaluationsToBegin > 0)
            throw new ArgumentException($"Values are shared by interval; '{solver.Name}' chooses its own steps or remembers earlier ones.", nameof(solver));
        var recorded = new Sharing(this, field, solver, step => grid.Steps - 1 - step, _values.Recording);
        var inverted = solver.Solve(recorded, x1, grid);
        _inversion = (inverted, solver);
        return inverted;
    }

    /// <summary>Makes the edited images: from the inverted noise back along the same times, with the kept values in the first <see cref="Intervals"/> steps.</summary>
    /// <param name="field">The flow given the target condition, with guidance or without; each of its calls of the network gets the kept values.</param>
    /// <param name="x0">Where to begin; the end of the inversion by default.</param>
    /// <exception cref="InvalidOperationException">Nothing was inverted.</exception>
    public Solution Edit(VelocityField field, Tensor? x0 = null)
    {
        ArgumentNullException.ThrowIfNull(field);
        var (inverted, solver) = _inversion ?? throw new InvalidOperationException("Invert the images first.");
        var replayed = new Sharing(this, field, solver, step => step, _values.Replaying);
        return solver.Solve(replayed, x0 ?? inverted.Final, inverted.Grid.Reversed());
    }

    /// <summary>Releases what is kept.</summary>
    public void Dispose() => _values.Dispose();

    // Counts evaluations: the solver makes so many a step, in the order of the steps.
    private sealed class Sharing(FeatureSharing owner, VelocityField field, Solver solver, Func<int, int> intervalOf, Func<object, IDisposable> share)
        : VelocityField
    {
        private int _evaluations;

        public override Tensor Velocity(Tensor x, Tensor t)
        {
            var (step, evaluation) = Math.DivRem(_evaluations++, solver.EvaluationsPerStep);
            var interval = intervalOf(step);
            if (interval >= owner.Intervals)
                return field.Velocity(x, t);
            using (share((interval, evaluation)))
                return field.Velocity(x, t);
        }
    }
}

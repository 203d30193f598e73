using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Flows;

/// <summary>
/// The sampler of improved rectified flow: the far end that the model predicts, interpolated anew with the point at which the solve
/// began, x' = (1-t')·x_start + t'·(x + (1-t)·v) (arXiv 2405.20320, section 5.3, its "new update").
/// </summary>
/// <remarks>
/// It is Euler's method for one step and for two, and for any number of them on a straight flow. On a curved flow it does not
/// converge to the flow's own end as steps get smaller: it is a sampler for 2-rectified flows and not a solver of the equation, so
/// it declares order 0 and is not in <see cref="Solver.All"/>. Backward, from t = 1, the roles of the two ends are exchanged.
/// </remarks>
public sealed class Reinterpolation : Solver
{
    /// <inheritdoc/>
    public override string Name => "reinterpolation";

    /// <inheritdoc/>
    public override int Order => 0;

    /// <inheritdoc/>
    public override int EvaluationsPerStep => 1;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The grid does not begin at an end of [0, 1].</exception>
    public override Solution Solve(VelocityField field, Tensor x, TimeGrid grid, bool record = false)
    {
        ArgumentNullException.ThrowIfNull(grid);
        if (grid.Times[0] is not (0 or 1))
            throw new ArgumentException($"Expected a grid that begins at t = 0 or t = 1, where the start is one end of the pair; got {grid.Times[0]:G6}.", nameof(grid));
        return base.Solve(field, x, grid, record);
    }

    /// <inheritdoc/>
    protected override Stepper Start(VelocityField field)
    {
        Tensor? start = null;
        return (x, time, next) =>
        {
            start ??= x.alias().MoveToOuterDisposeScope();
            using var scope = torch.NewDisposeScope();
            var velocity = field.Velocity(x, time);
            if (time == 0 || next > time)
                return (start * (1 - next) + x.add(velocity, alpha: 1 - time) * next).MoveToOuterDisposeScope();
            return (start * next + x.add(velocity, alpha: -time) * (1 - next)).MoveToOuterDisposeScope();
        };
    }
}

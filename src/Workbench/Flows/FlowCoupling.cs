using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Flows;

/// <summary>
/// The coupling that a flow makes, solved anew for every draw: pairs (Z_0, Z_1) that never repeat, at the price of a solve a batch.
/// <see cref="Reflow"/> solves once and keeps the pairs.
/// </summary>
public sealed class FlowCoupling : Coupling
{
    private readonly VelocityField _field;
    private readonly ISampler _source;
    private readonly Solver _solver;
    private readonly TimeGrid _grid;

    /// <summary>Pairs of a flow's starts and ends.</summary>
    /// <param name="field">The flow; no gradients go into it.</param>
    /// <param name="source">The law of Z_0.</param>
    /// <param name="solver">The solver.</param>
    /// <param name="steps">Equal steps from t = 0 to t = 1.</param>
    public FlowCoupling(VelocityField field, ISampler source, Solver solver, int steps)
    {
        ArgumentNullException.ThrowIfNull(field);
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(solver);
        (_field, _source, _solver, _grid) = (field, source, solver, TimeGrid.Uniform(steps));
    }

    /// <inheritdoc/>
    public override Pairs Draw(long count, Generator generator)
    {
        var z0 = _source.Sample(count, generator);
        return new Pairs(z0, _solver.Solve(_field, z0, _grid).Final);
    }
}

using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Flows;

/// <summary>
/// RF-Solver: the second-order Taylor step x + h·v + (h²/2)·v', with the derivative along the trajectory from one half step,
/// v' ≈ (v(x + (h/2)·v, t + h/2) - v)/(h/2) (arXiv 2411.04746, algorithm 1). Order 2, two evaluations a step.
/// </summary>
/// <remarks>Written out, the step is x + h·v(x + (h/2)·v, t + h/2): the midpoint method, to rounding.</remarks>
public sealed class RfSolver : Solver
{
    /// <inheritdoc/>
    public override string Name => "rf-solver";

    /// <inheritdoc/>
    public override int Order => 2;

    /// <inheritdoc/>
    public override int EvaluationsPerStep => 2;

    /// <inheritdoc/>
    protected override Stepper Start(VelocityField field) => (x, time, next) =>
    {
        using var scope = torch.NewDisposeScope();
        var h = next - time;
        var velocity = field.Velocity(x, time);
        var half = field.Velocity(x.add(velocity, alpha: h / 2), time + h / 2);
        var derivative = (half - velocity) / (h / 2);
        return x.add(velocity, alpha: h).add(derivative, alpha: h * h / 2).MoveToOuterDisposeScope();
    };
}

using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Flows;

/// <summary>
/// FlowTurbo's pseudo-corrector: Heun's method whose predictor takes the velocity that the step before found at its corrector
/// (arXiv 2409.18128, section 3.3). Order 2 with one evaluation a step, and one more to begin.
/// </summary>
public sealed class PseudoCorrector : Solver
{
    /// <inheritdoc/>
    public override string Name => "pseudo-corrector";

    /// <inheritdoc/>
    public override int Order => 2;

    /// <inheritdoc/>
    public override int EvaluationsPerStep => 1;

    /// <inheritdoc/>
    public override int EvaluationsToBegin => 1;

    /// <inheritdoc/>
    protected override Stepper Start(VelocityField field)
    {
        Tensor? last = null;
        return (x, time, next) =>
        {
            using var scope = torch.NewDisposeScope();
            var h = next - time;
            var predictor = last ?? field.Velocity(x, time);
            var corrector = field.Velocity(x.add(predictor, alpha: h), next);
            // Kept for the next step, in the scope of the solve.
            last = corrector.alias().MoveToOuterDisposeScope();
            return x.add(predictor + corrector, alpha: h / 2).MoveToOuterDisposeScope();
        };
    }
}

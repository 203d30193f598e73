using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Flows;

/// <summary>
/// The deterministic DDIM step along an interpolant: from x the means of both ends, then the point of the path between them at the
/// next time, x' = α(t')·E[X_1|x] + β(t')·E[X_0|x] (arXiv 2010.02502, equation 12). Order 1, one evaluation a step.
/// </summary>
/// <remarks>
/// Exact in one step of any length when the predicted noise is constant along trajectories (first-order paths, arXiv 2410.07303);
/// with the linear interpolant it is Euler's method.
/// </remarks>
public sealed class Ddim : Solver
{
    private readonly Interpolant _interpolant;

    /// <summary>Steps along an interpolant.</summary>
    /// <param name="interpolant">The interpolant of the field; linear by default.</param>
    public Ddim(Interpolant? interpolant = null) => _interpolant = interpolant ?? Interpolant.Linear;

    /// <inheritdoc/>
    public override string Name => "ddim";

    /// <inheritdoc/>
    public override int Order => 1;

    /// <inheritdoc/>
    public override int EvaluationsPerStep => 1;

    /// <inheritdoc/>
    protected override Stepper Start(VelocityField field) => (x, time, next) =>
    {
        using var scope = torch.NewDisposeScope();
        var ends = torch.tensor(new[] { time, next }, device: x.device);
        var means = Posterior.Of(field.Velocity(x, time), x, ends[0].to_type(x.dtype), _interpolant);
        var to = ends[1];
        return (_interpolant.Alpha(to).to_type(x.dtype) * means.X1 + _interpolant.Beta(to).to_type(x.dtype) * means.X0).MoveToOuterDisposeScope();
    };
}

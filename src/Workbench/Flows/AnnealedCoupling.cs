using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Flows;

/// <summary>
/// Annealing Reflow: pairs whose noise is partly drawn anew, X_0^β = √(1-β²)·X_0 + β·ε with ε ~ N(0, I) fresh in every batch, where β falls
/// with the training step (SlimFlow, arXiv 2407.12718). β = 1 trains a 1-rectified flow on the partners, β = 0 is plain reflow.
/// </summary>
/// <remarks>
/// For a standard normal X_0 the mixture is standard normal at every β; with (1-β)·X_0 + β·ε it would shrink. The step is an argument of
/// <see cref="DrawAt"/>, not a counter here, so that one coupling serves several trainings at once.
/// <code>
/// var annealed = new AnnealedCoupling(pairs, AnnealingSchedule.Linear(750));
/// var student = RectifiedFlow.Train(new VelocityMlp(2, seed: 0, width: 16), annealed, new FlowTraining { Seed = 0 });
/// </code>
/// </remarks>
public sealed class AnnealedCoupling : Coupling
{
    private readonly Coupling _pairs;
    private readonly AnnealingSchedule _schedule;

    /// <summary>Anneals what a coupling draws.</summary>
    /// <param name="pairs">Pairs from standard normal noise, usually of a teacher.</param>
    /// <param name="schedule">β by training step.</param>
    public AnnealedCoupling(Coupling pairs, AnnealingSchedule schedule)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        ArgumentNullException.ThrowIfNull(schedule);
        (_pairs, _schedule) = (pairs, schedule);
    }

    /// <inheritdoc/>
    public override string? HostWork => "the pairs change from step to step";

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">β changes with the step, and this names none.</exception>
    public override Pairs Draw(long count, Generator generator) => _schedule.IsConstant
        ? DrawAt(0, count, generator)
        : throw new InvalidOperationException("These pairs change with the training step: draw them with DrawAt(step, …), as RectifiedFlow.Train does.");

    /// <inheritdoc/>
    public override Pairs DrawAt(int step, long count, Generator generator)
    {
        var beta = _schedule.At(step);
        var pairs = _pairs.DrawAt(step, count, generator).To(generator.device);
        // At 0 nothing is drawn: the training goes on exactly as plain reflow would.
        if (beta == 0)
            return pairs;
        using var noGrad = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        var fresh = torch.randn(pairs.X0.shape, device: generator.device, generator: generator).to(pairs.X0.dtype, pairs.X0.device);
        return pairs with { X0 = (Math.Sqrt(1 - beta * beta) * pairs.X0 + beta * fresh).MoveToOuterDisposeScope() };
    }
}

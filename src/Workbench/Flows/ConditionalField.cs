using static TorchSharp.torch;

namespace Workbench.Flows;

/// <summary>
/// A family of flows v(x, t | c), one for every condition, and the flow v(x, t) without one. Each of them is a
/// <see cref="VelocityField"/> that solvers, metrics and editing methods take.
/// </summary>
/// <remarks>
/// <code>
/// var flow = ConditionalFlow.Train(new ConditionalVelocityMlp(64, seed: 0, Conditions.Labels(10)), coupling, training);
/// var sneakers = Solver.Heun.Solve(flow.Guided(7, scale: 3), x0, steps: 25).Final;
/// </code>
/// </remarks>
public abstract class ConditionalField
{
    /// <summary>The flow without a condition, v(x, t).</summary>
    public abstract VelocityField Unconditional { get; }

    /// <summary>The flow in which every point has a condition of its own; it takes batches of as many points.</summary>
    /// <param name="condition">Labels int64 [batch], or vectors [batch, size].</param>
    public abstract VelocityField Given(Tensor condition);

    /// <summary>The flow of one class, for batches of any size.</summary>
    /// <param name="label">The class.</param>
    public abstract VelocityField Given(long label);

    /// <summary>Classifier-free guidance, v^α = α·v(x, t | c) + (1-α)·v(x, t), each point towards a condition of its own.</summary>
    /// <param name="condition">Labels int64 [batch], or vectors [batch, size].</param>
    /// <param name="scale">α: 1 is the conditional flow, 0 the unconditional one.</param>
    public GuidedVelocity Guided(Tensor condition, double scale) => new(Given(condition), Unconditional, scale);

    /// <summary>Classifier-free guidance towards one class.</summary>
    /// <param name="label">The class.</param>
    /// <param name="scale">α: 1 is the conditional flow, 0 the unconditional one.</param>
    public GuidedVelocity Guided(long label, double scale) => new(Given(label), Unconditional, scale);
}

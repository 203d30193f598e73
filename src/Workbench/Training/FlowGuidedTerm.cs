using TorchSharp;
using Workbench.Flows;
using static TorchSharp.torch;

namespace Workbench.Training;

/// <summary>Whose velocity makes the first of the two steps of a flow-guided target.</summary>
public enum FirstStep
{
    /// <summary>The student's own v'(x_0, 0), detached: one evaluation of the flow less; the released code's default.</summary>
    Student,

    /// <summary>The flow's v(x_0, 0), as the paper prints it.</summary>
    Teacher,
}

/// <summary>
/// The flow-guided term of SlimFlow's distillation: E D(x_0 + v'(x_0, 0), x_0 + t·v_first + (1-t)·v(x_t, t)) with
/// x_t = x_0 + t·v_first, on fresh noise, without gradients into the target (arXiv 2407.12718).
/// </summary>
/// <remarks>
/// The flow v is the small rectified flow from which the student starts, not the large teacher. Noise never repeats, so the term
/// counts most where the stored pairs are few. At t = 0 the target is one Euler step of the flow, at t = 1 the first step itself.
/// </remarks>
public sealed record FlowGuidedTerm
{
    /// <summary>v: the frozen flow.</summary>
    public required VelocityField Flow { get; init; }

    /// <summary>The law of the fresh noise x_0.</summary>
    public required ISampler Source { get; init; }

    /// <summary>Who makes the first step.</summary>
    public FirstStep FirstStep { get; init; } = FirstStep.Student;

    /// <summary>The law of t; evenly from [0.2, 0.8], as the released code has it (the paper integrates over [0, 1]).</summary>
    public TimeSampler Times { get; init; } = new TimesBetween(0.2, 0.8);

    /// <summary>The weight of the term beside the distillation loss.</summary>
    public double Weight { get; init; } = 1;

    /// <summary>The two-step target, [batch, …], without a gradient.</summary>
    /// <param name="x0">Noise, [batch, …].</param>
    /// <param name="studentVelocity">The student's v'(x_0, 0), of the same shape; read only when the student makes the first step.</param>
    /// <param name="t">Where the first step ends, [batch] or scalar.</param>
    public Tensor Target(Tensor x0, Tensor studentVelocity, Tensor t)
    {
        Batches.RequirePaired(x0, studentVelocity, nameof(studentVelocity));
        ArgumentNullException.ThrowIfNull(t);
        using var noGrad = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        var first = FirstStep == FirstStep.Student ? studentVelocity.detach() : Flow.Velocity(x0, torch.zeros_like(t));
        var s = Batches.Broadcast(t, x0);
        var xt = x0 + s * first;
        return (xt + (1 - s) * Flow.Velocity(xt, t)).MoveToOuterDisposeScope();
    }

    /// <summary>The term on fresh noise, without its weight: a scalar with a gradient into the student.</summary>
    /// <param name="student">The student, of points [batch, …] and times [batch].</param>
    /// <param name="distance">D, [batch].</param>
    /// <param name="count">How many noises.</param>
    /// <param name="generator">The source of noise and times.</param>
    public Tensor Of(nn.Module<Tensor, Tensor, Tensor> student, Func<Tensor, Tensor, Tensor> distance, long count, Generator generator)
    {
        ArgumentNullException.ThrowIfNull(student);
        ArgumentNullException.ThrowIfNull(distance);
        var x0 = Source.Sample(count, generator);
        var t = Times.Sample(count, generator).to_type(x0.dtype);
        var velocity = student.call(x0, torch.zeros_like(t));
        return distance(x0 + velocity, Target(x0, velocity, t)).mean();
    }
}

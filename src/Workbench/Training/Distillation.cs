using TorchSharp;
using Workbench.Flows;
using Workbench.Models;
using static TorchSharp.torch;

namespace Workbench.Training;

/// <summary>
/// One-step distillation of a flow: a student v' with x_0 + v'(x_0, 0) → the flow's end point, min E D(x_0 + v'(x_0, 0), Z_1)
/// (arXiv 2209.03003, section 2.2; with the flow-guided term 2407.12718).
/// </summary>
/// <remarks>
/// Distillation approximates the map that a flow has, reflow changes the flow; so reflow first. Pairs come stored
/// (<see cref="Reflow"/>) or fresh (<see cref="FlowCoupling"/>).
/// <code>
/// var student = Distillation.OneStep(new VelocityMlp(2, seed: 3), pairs, new DistillationTraining { Seed = 0, InitialiseFrom = second.Network });
/// var samples = student.Map(noise.Sample(1000, generator));
/// </code>
/// </remarks>
public static class Distillation
{
    /// <summary>Distils a flow into a student, which is changed in place.</summary>
    /// <param name="student">Maps points [batch, …] and times [batch] to velocities; only the time 0 is trained.</param>
    /// <param name="pairs">Starts and ends of the flow.</param>
    /// <param name="training">Steps, batch, rate, seed, distance and the flow-guided term.</param>
    /// <exception cref="ArgumentException">The network to start from has other weights than the student.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no step or no pair to a step, or the term's weight is negative.</exception>
    /// <exception cref="DivergedException">A loss is NaN or infinite.</exception>
    public static DistilledFlow OneStep(nn.Module<Tensor, Tensor, Tensor> student, Coupling pairs, DistillationTraining training)
    {
        ArgumentNullException.ThrowIfNull(student);
        var curve = Run(student, pairs, training, (batch, generator) =>
        {
            var loss = Loss(student.call, batch, training.Distance);
            return training.Guided is { Weight: > 0 } guided
                ? loss + guided.Weight * guided.Of(student, training.Distance, training.BatchSize, generator)
                : loss;
        });
        return new DistilledFlow(student, curve);
    }

    /// <summary>
    /// Distils a conditional flow, min E D(x_0 + v'(x_0, 0 | c), Z_1) over pairs that carry their conditions (arXiv 2309.06380, section 3.3);
    /// guidance, if any, is in the pairs already. No condition is left out.
    /// </summary>
    /// <param name="student">Maps points, times and conditions to velocities; an <see cref="IConditionalNetwork"/>.</param>
    /// <param name="pairs">Starts and ends of the flow with <see cref="Pairs.Labels"/>, such as those of <see cref="Reflow"/>.</param>
    /// <param name="training">Steps, batch, rate, seed and distance; without the flow-guided term.</param>
    /// <exception cref="ArgumentException">The pairs carry no labels or other ones than the student takes, or the flow-guided term is asked for.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no step or no pair to a step.</exception>
    /// <exception cref="DivergedException">A loss is NaN or infinite.</exception>
    public static DistilledConditionalFlow OneStep(nn.Module<Tensor, Tensor, Tensor, Tensor> student, Coupling pairs, DistillationTraining training)
    {
        var conditions = NetworkConditionalField.ConditionsOf(student, nameof(student));
        if (training is { Guided: not null })
            throw new ArgumentException("The flow-guided term is for students without a condition.", nameof(training));
        var isChecked = false;
        var curve = Run(student, pairs, training, (batch, _) =>
        {
            if (batch.Labels is not { } labels)
                throw new ArgumentException("The pairs carry no labels; make them with Reflow.Pairs of a conditional flow.", nameof(pairs));
            // Once: the check reads values back from the device.
            if (!isChecked)
                NullCondition.Require(conditions, labels, nameof(pairs));
            isChecked = true;
            return Loss((x, t) => student.call(x, t, labels), batch, training.Distance);
        });
        return new DistilledConditionalFlow(student, curve);
    }

    /// <summary>The distillation loss of a batch, a scalar with a gradient.</summary>
    /// <param name="student">Maps points [batch, …] and times [batch] to velocities.</param>
    /// <param name="pairs">Starts and ends of the flow, with weights or without.</param>
    /// <param name="distance">D, [batch].</param>
    public static Tensor Loss(Func<Tensor, Tensor, Tensor> student, Pairs pairs, Func<Tensor, Tensor, Tensor> distance)
    {
        ArgumentNullException.ThrowIfNull(student);
        ArgumentNullException.ThrowIfNull(pairs);
        ArgumentNullException.ThrowIfNull(distance);
        var start = torch.zeros(pairs.X0.shape[0], dtype: pairs.X0.dtype, device: pairs.X0.device);
        var losses = distance(pairs.X0 + student(pairs.X0, start), pairs.X1);
        return (pairs.Weights is { } weights ? losses * weights : losses).mean();
    }

    /// <summary>Copies parameters and buffers from one module into another of the same architecture.</summary>
    /// <param name="from">The module that is read.</param>
    /// <param name="to">The module that is changed.</param>
    /// <exception cref="ArgumentException">Names or shapes differ; nothing is copied then.</exception>
    public static void CopyWeights(nn.Module from, nn.Module to)
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(to);
        using var noGrad = torch.no_grad();
        var (source, target) = (from.state_dict(), to.state_dict());
        foreach (var (name, tensor) in target)
        {
            if (!source.TryGetValue(name, out var weights) || !weights.shape.AsSpan().SequenceEqual(tensor.shape))
                throw new ArgumentException(
                    $"The student cannot start from that network: its '{name}' is {Batches.Shape(tensor)}, there it is {(weights is null ? "missing" : Batches.Shape(weights))}.", nameof(from));
        }

        if (source.Keys.FirstOrDefault(name => !target.ContainsKey(name)) is { } surplus)
            throw new ArgumentException($"The student cannot start from that network: it has no '{surplus}'.", nameof(from));
        foreach (var (name, tensor) in target)
            tensor.copy_(source[name]);
    }

    private static TrainingCurve Run(nn.Module student, Coupling pairs, DistillationTraining training, Func<Pairs, Generator, Tensor> loss)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        ArgumentNullException.ThrowIfNull(training);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(training.Steps);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(training.BatchSize);
        if (training.Guided is { } term)
            ArgumentOutOfRangeException.ThrowIfNegative(term.Weight);
        var device = training.Device ?? torch.CPU;
        student.to(device);
        if (training.InitialiseFrom is { } first)
            CopyWeights(first, student);
        student.train();
        using var generator = new Generator((ulong)training.Seed, device);
        var curve = TrainingLoop.Run(
            student.parameters(), training.Steps, step => loss(pairs.DrawAt(step, training.BatchSize, generator).To(device, training.PinnedTransfers), generator), training);
        student.eval();
        return curve;
    }
}

/// <summary>A distilled student: one evaluation from noise to data. As a velocity field it is meant for a single Euler step.</summary>
public sealed class DistilledFlow : NetworkVelocity
{
    internal DistilledFlow(nn.Module<Tensor, Tensor, Tensor> network, TrainingCurve curve)
        : base(network) => Curve = curve;

    /// <summary>The loss of every training step.</summary>
    public TrainingCurve Curve { get; }

    /// <summary>x_0 + v'(x_0, 0), without recording gradients.</summary>
    /// <param name="x0">Source points, [batch, …].</param>
    public Tensor Map(Tensor x0)
    {
        using var noGrad = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        return (x0 + Velocity(x0, 0)).MoveToOuterDisposeScope();
    }
}

/// <summary>A distilled conditional student: one evaluation from noise and condition to data.</summary>
public sealed class DistilledConditionalFlow : NetworkConditionalField
{
    internal DistilledConditionalFlow(nn.Module<Tensor, Tensor, Tensor, Tensor> network, TrainingCurve curve)
        : base(network) => Curve = curve;

    /// <summary>The loss of every training step.</summary>
    public TrainingCurve Curve { get; }

    /// <summary>x_0 + v'(x_0, 0 | c), without recording gradients.</summary>
    /// <param name="x0">Source points, [batch, …].</param>
    /// <param name="condition">Labels int64 [batch], or vectors [batch, size].</param>
    public Tensor Map(Tensor x0, Tensor condition)
    {
        using var noGrad = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        return (x0 + Given(condition).Velocity(x0, 0)).MoveToOuterDisposeScope();
    }
}

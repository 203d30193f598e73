using TorchSharp;
using Workbench.Flows;
using static TorchSharp.torch;

namespace Workbench.Training;

/// <summary>
/// A flow trained by matching the velocities of an interpolant between coupled points (arXiv 2209.03003). The
/// k-rectified flow is trained on the pairs of the one before.
/// </summary>
/// <remarks>
/// <code>
/// var noise = new StandardNormal(2);
/// var coupling = Coupling.Independent(noise, Toys.EightGaussians());
/// var first = RectifiedFlow.Train(new VelocityMlp(2, seed: 0), coupling, new FlowTraining { Seed = 0 });
/// var pairs = Reflow.Pairs(first, noise, 10_000, Solver.Heun, steps: 12, seed: 1);
/// var second = RectifiedFlow.Train(new VelocityMlp(2, seed: 1), pairs, new FlowTraining { Seed = 2 });
/// </code>
/// The same seeds on the same machine and number of threads give the same bits.
/// </remarks>
public sealed partial class RectifiedFlow : NetworkVelocity
{
    private RectifiedFlow(nn.Module<Tensor, Tensor, Tensor> network, VelocityMatching objective, TrainingCurve curve)
        : base(network, objective.Interpolant, objective.Prediction)
        => Curve = curve;

    /// <summary>The loss of every training step.</summary>
    public TrainingCurve Curve { get; }

    /// <summary>Trains a network, which is changed in place, and returns its velocity field.</summary>
    /// <param name="network">Maps points [batch, …] and times [batch] to outputs of the points' shape.</param>
    /// <param name="coupling">The joint law of source and data.</param>
    /// <param name="training">Steps, batch, rate, seed and the parts of the method.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no step or no pair to a step.</exception>
    /// <exception cref="DivergedException">A loss is NaN or infinite.</exception>
    public static RectifiedFlow Train(nn.Module<Tensor, Tensor, Tensor> network, Coupling coupling, FlowTraining training)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(coupling);
        ArgumentNullException.ThrowIfNull(training);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(training.Steps);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(training.BatchSize);
        var device = training.Device ?? torch.CPU;
        network.to(device);
        network.train();
        using var generator = new Generator((ulong)training.Seed, device);
        var curve = TrainingLoop.Run(network.parameters(), training.Steps, step =>
        {
            var pairs = coupling.DrawAt(step, training.BatchSize, generator);
            return training.Objective.Of(network, pairs.To(device, training.PinnedTransfers), generator);
        }, training, Recordable(coupling, [generator], network.buffers()));
        network.eval();
        return new RectifiedFlow(network, training.Objective, curve);
    }

    // Points, times and losses are tensor operations on the device; only a coupling may be more.
    internal static RecordableStep Recordable(Coupling coupling, IReadOnlyList<Generator> generators, IEnumerable<Tensor> buffers)
        => new() { Generators = generators, Buffers = [.. buffers], Refusal = coupling.HostWork ?? OnHost([coupling], generators) };

    // Rows are picked on the host then, and copied at every step.
    private static string? OnHost(IEnumerable<Coupling> couplings, IReadOnlyList<Generator> generators)
        => generators.Any(generator => generator.device.type != DeviceType.CPU) && couplings.Any(coupling => coupling.OnHost) ? "the data lie in CPU memory" : null;
}

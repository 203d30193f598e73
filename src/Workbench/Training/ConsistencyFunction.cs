using TorchSharp;
using Workbench.Flows;
using static TorchSharp.torch;

namespace Workbench.Training;

/// <summary>
/// A consistency function on the straight path, f(x, t) = x + (1-t)·F(x, t): every point of a trajectory is mapped to its end, and at
/// t = 1 the end is mapped to itself whatever the network F (arXiv 2303.01469, there with data at the time ε).
/// </summary>
/// <remarks>
/// F is the mean velocity from t to 1, so that a flow's network is a good start. Where a Gaussian is carried into N(m, s²·I),
/// f(x, t) = m + s·(x - t·m)/√((1-t)² + t²·s²). It is a baseline here: schedules of the number of times and special weights are left out.
/// <code>
/// var f = ConsistencyFunction.Train(new VelocityMlp(2, seed: 0), coupling, new ConsistencyTraining { Seed = 0, Teacher = first });
/// var one = f.At(x0, 0);                                            // one evaluation
/// var two = f.Sample(x0, [0.5], generator);                         // two
/// </code>
/// </remarks>
public sealed class ConsistencyFunction
{
    private ConsistencyFunction(nn.Module<Tensor, Tensor, Tensor> network, TrainingCurve curve) => (Network, Curve) = (network, curve);

    /// <summary>F.</summary>
    public nn.Module<Tensor, Tensor, Tensor> Network { get; }

    /// <summary>The loss of every training step.</summary>
    public TrainingCurve Curve { get; }

    /// <summary>x + (1-t)·F(x, t), with gradients.</summary>
    /// <param name="network">F.</param>
    /// <param name="x">Points, [batch, …].</param>
    /// <param name="t">Times, [batch] or scalar.</param>
    public static Tensor Of(nn.Module<Tensor, Tensor, Tensor> network, Tensor x, Tensor t)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(t);
        return x + (1 - Batches.Broadcast(t, x)) * network.call(x, t);
    }

    /// <summary>The end of the trajectory through points at a time, [batch, …], without recording gradients.</summary>
    /// <param name="x">Points, [batch, …].</param>
    /// <param name="t">Their time in [0, 1].</param>
    /// <exception cref="ArgumentOutOfRangeException">The time lies outside [0, 1].</exception>
    public Tensor At(Tensor x, double t)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (!(t >= 0 && t <= 1))
            throw new ArgumentOutOfRangeException(nameof(t), t, "The time must lie in [0, 1].");
        using var noGrad = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        return Of(Network, x, torch.full([x.shape[0]], t, dtype: x.dtype, device: x.device)).MoveToOuterDisposeScope();
    }

    /// <summary>Multistep sampling: after the first evaluation at t = 0, the sample is noised back to each given time and mapped again.</summary>
    /// <param name="x0">Noise, [batch, …], standard normal.</param>
    /// <param name="times">Rising times in (0, 1); none for one-step sampling.</param>
    /// <param name="generator">The source of the fresh noise.</param>
    /// <returns>Samples after 1 + times evaluations, [batch, …].</returns>
    /// <exception cref="ArgumentException">The times do not rise within (0, 1).</exception>
    public Tensor Sample(Tensor x0, IReadOnlyList<double> times, Generator generator)
    {
        ArgumentNullException.ThrowIfNull(times);
        ArgumentNullException.ThrowIfNull(generator);
        if (times.Where((t, i) => !(t > (i == 0 ? 0 : times[i - 1]) && t < 1)).Any())
            throw new ArgumentException($"Expected rising times in (0, 1); got {string.Join(", ", times)}.", nameof(times));
        using var noGrad = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        var sample = At(x0, 0);
        foreach (var t in times)
        {
            var noise = torch.randn(x0.shape, device: generator.device, generator: generator).to(x0.dtype, x0.device);
            sample = At(t * sample + (1 - t) * noise, t);
        }

        return sample.MoveToOuterDisposeScope();
    }

    /// <summary>Trains a network, which is changed in place.</summary>
    /// <param name="network">F: maps points [batch, …] and times [batch] to outputs of the points' shape.</param>
    /// <param name="coupling">Source and data points; independent ones, with a teacher or without.</param>
    /// <param name="training">Steps, batch, rate, seed, times and teacher.</param>
    /// <exception cref="ArgumentException">The times do not run from 0 to 1.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no step or no pair to a step.</exception>
    /// <exception cref="DivergedException">A loss is NaN or infinite.</exception>
    public static ConsistencyFunction Train(nn.Module<Tensor, Tensor, Tensor> network, Coupling coupling, ConsistencyTraining training)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(coupling);
        ArgumentNullException.ThrowIfNull(training);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(training.Steps);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(training.BatchSize);
        if (training.Times.Times[0] != 0 || training.Times.Times[^1] != 1)
            throw new ArgumentException($"The times must run from 0 to 1; got {training.Times.Times[0]:G6} to {training.Times.Times[^1]:G6}.", nameof(training));
        var device = training.Device ?? torch.CPU;
        network.to(device);
        network.train();
        using var generator = new Generator((ulong)training.Seed, device);
        using var average = training.TargetDecay is { } decay ? new Ema(network, decay) : null;
        var options = average is null ? training : training with
        {
            AfterStep = step =>
            {
                average.Update();
                training.AfterStep?.Invoke(step);
            },
        };
        var curve = TrainingLoop.Run(network.parameters(), training.Steps, step =>
        {
            var pairs = coupling.DrawAt(step, training.BatchSize, generator).To(device, training.PinnedTransfers);
            return Loss(network, pairs, training, generator, average);
        }, options);
        network.eval();
        return new ConsistencyFunction(network, curve);
    }

    /// <summary>
    /// The consistency loss of a batch, E D(f(x_t, t), f⁻(x_t', t')) for neighbours t &lt; t' of the grid, where f⁻ takes no gradient and x_t'
    /// lies on the teacher's trajectory through x_t (one Heun step) or on the pair's line. At t' = 1 the target is x_t' itself.
    /// </summary>
    internal static Tensor Loss(
        nn.Module<Tensor, Tensor, Tensor> network, Pairs pairs, ConsistencyTraining training, Generator generator, Ema? average)
    {
        var (x0, x1) = (pairs.X0, pairs.X1);
        Tensor t, next, xt, target;
        using (torch.no_grad())
        {
            var grid = torch.tensor(training.Times.Times.ToArray(), dtype: x0.dtype, device: x0.device);
            var index = torch.randint(training.Times.Steps, [x0.shape[0]], dtype: ScalarType.Int64, device: generator.device, generator: generator).to(x0.device);
            (t, next) = (grid.index_select(0, index), grid.index_select(0, index + 1));
            xt = Interpolant.Linear.Sample(x0, x1, t).Xt;
            var xNext = training.Teacher is { } teacher ? HeunStep(teacher, xt, t, next) : Interpolant.Linear.Sample(x0, x1, next).Xt;
            using var swap = average?.Swap();
            target = Of(network, xNext, next);
        }

        return training.Distance(Of(network, xt, t), target).mean();
    }

    private static Tensor HeunStep(VelocityField field, Tensor x, Tensor t, Tensor next)
    {
        var h = Batches.Broadcast(next - t, x);
        var first = field.Velocity(x, t);
        return x + 0.5 * h * (first + field.Velocity(x + h * first, next));
    }
}

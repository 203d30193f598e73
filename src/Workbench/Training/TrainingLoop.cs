using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Workbench.Training;

/// <summary>How a loop takes its steps.</summary>
public record LoopOptions
{
    /// <summary>Makes the optimiser for the parameters that are trained; Adam with rate 1e-3 by default.</summary>
    public Func<IEnumerable<Parameter>, optim.Optimizer> Optimizer { get; init; } = parameters => optim.Adam(parameters, 1e-3);

    /// <summary>The learning rate of each step; null leaves the optimiser's own.</summary>
    public LearningRate? LearningRate { get; init; }

    /// <summary>Gradients are clipped to this norm over all parameters before each update; null leaves them.</summary>
    public double? MaxGradientNorm { get; init; }

    /// <summary>Runs after each optimiser step, with the step's number from 0: masks, moving averages.</summary>
    public Action<int>? AfterStep { get; init; }

    /// <summary>A moving average that takes the parameters in after each update; it belongs to the caller. Unlike <see cref="AfterStep"/> it can be part of a recorded step.</summary>
    public Ema? Ema { get; init; }

    /// <summary>
    /// Whether steps are recorded in a CUDA graph (<see cref="CapturedStep"/>): true asks for it, false forbids it, null does it on
    /// CUDA where the step is declared to be a <see cref="RecordableStep"/>. Where it cannot be done the steps run operator by
    /// operator, and <see cref="TrainingCurve.Capture"/> says why.
    /// </summary>
    public bool? Capture { get; init; }

    /// <summary>Another recorder than the device's.</summary>
    internal Func<IStepRecorder>? Recorder { get; init; }

    /// <summary>Losses stay on the device and are read once in this many steps; a diverged run is noticed then.</summary>
    public int SyncEvery { get; init; } = 50;

    /// <summary>A bar to advance by one a step; it belongs to the caller.</summary>
    public Progress? Progress { get; init; }

    /// <summary>In what precision the operators of a step compute; weights, gradients and the optimiser stay as they are.</summary>
    public Precision Precision { get; init; } = Precision.Full;

    /// <summary>
    /// Whether matrix products and convolutions in float32 on a GPU may round their factors to TensorFloat-32, 10 bits of mantissa, for
    /// several times the speed; null leaves the process's setting, which is brought back at the end of the loop otherwise.
    /// </summary>
    public bool? TensorFloat32 { get; init; }

    /// <summary>
    /// Whether batches that lie in CPU memory go to a GPU through page-locked memory, so that they are copied while it computes.
    /// Without effect on the CPU, or where the data are on the device already, which is faster still.
    /// </summary>
    public bool PinnedTransfers { get; init; }
}

/// <summary>What one step gives back: the loss to descend, a scalar, and optionally a second scalar worth recording (accuracy).</summary>
/// <param name="Loss">Scalar with a gradient.</param>
/// <param name="Metric">Scalar to record, or null.</param>
public readonly record struct StepOutcome(Tensor Loss, Tensor? Metric = null)
{
    /// <summary>A step that records its loss only.</summary>
    public static implicit operator StepOutcome(Tensor loss) => new(loss);
}

/// <summary>The recorded course of a training: one entry a step.</summary>
/// <param name="Losses">Loss before each step's update.</param>
/// <param name="Metrics">The step's metric, or empty when none was given.</param>
/// <param name="Seconds">Wall-clock time of the loop.</param>
public sealed record TrainingCurve(IReadOnlyList<double> Losses, IReadOnlyList<double> Metrics, double Seconds)
{
    /// <summary>Whether the steps were recorded, and why not; null where no loop took them.</summary>
    public CaptureOutcome? Capture { get; init; }

    /// <summary>Mean loss of the last tenth of the steps, at least one.</summary>
    public double FinalLoss => Losses.Count == 0 ? double.NaN : Losses.Skip(Losses.Count - Math.Max(1, Losses.Count / 10)).Average();
}

/// <summary>A loss became NaN or infinite.</summary>
/// <param name="step">The first such step, from 0.</param>
/// <param name="loss">Its loss.</param>
public sealed class DivergedException(int step, double loss)
    : Exception($"Training diverged: the loss of step {step} is {loss}. A smaller learning rate, a longer warm-up or gradient clipping are the usual cures.")
{
    /// <summary>The first step with a loss that is no finite number, from 0.</summary>
    public int Step { get; } = step;

    /// <summary>The loss of that step.</summary>
    public double Loss { get; } = loss;
}

/// <summary>The loop every training shares: gradient, update, record, with one dispose scope a step.</summary>
public static class TrainingLoop
{
    /// <summary>Takes <paramref name="steps"/> gradient steps.</summary>
    /// <param name="parameters">What is trained.</param>
    /// <param name="steps">How many steps; not negative.</param>
    /// <param name="step">Computes the loss of a step, given its number from 0; its temporaries are released after the step.</param>
    /// <param name="options">How to take them.</param>
    /// <param name="declared">Says that the step is a fixed sequence of device operations, which may be recorded in a CUDA graph.</param>
    /// <returns>The loss (and metric) of every step.</returns>
    /// <exception cref="DivergedException">A loss is NaN or infinite.</exception>
    /// <example>
    /// <code>
    /// var curve = TrainingLoop.Run(model.parameters(), 2000, _ => functional.mse_loss(model.call(x), y),
    ///     new LoopOptions { Optimizer = p => optim.AdamW(p, 1e-3) });
    /// </code>
    /// </example>
    public static TrainingCurve Run(
        IEnumerable<Parameter> parameters, int steps, Func<int, StepOutcome> step, LoopOptions? options = null, RecordableStep? declared = null)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(step);
        ArgumentOutOfRangeException.ThrowIfNegative(steps);
        options ??= new LoopOptions();
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.SyncEvery);
        var trained = parameters.ToList();

        var clock = System.Diagnostics.Stopwatch.StartNew();
        using var optimizer = options.Optimizer(trained);
        using var record = new Record(steps);
        using var tensorFloat32 = TensorFloat32Scope.Of(options.TensorFloat32);
        var device = trained.Count == 0 ? torch.CPU : trained[0].device;
        if (options.Progress is { } bar) bar.Memory ??= () => DeviceMemory.Of(device);
        using var taken = new CapturedStep(trained, optimizer, Body, steps, options, declared);
        for (var i = 0; i < steps; i++)
        {
            using var scope = torch.NewDisposeScope();
            var outcome = taken.Take(i);
            options.Ema?.Counted();
            options.AfterStep?.Invoke(i);
            record.Keep(outcome);
            var synced = (i + 1) % options.SyncEvery == 0 || i + 1 == steps;
            if (synced) record.Read();
            options.Progress?.Advance(1, synced ? $"loss {record.Losses[^1]:G4}" : null);
        }

        return new TrainingCurve(record.Losses, record.Metrics, clock.Elapsed.TotalSeconds) { Capture = taken.Outcome };

        StepOutcome Body(int i)
        {
            StepOutcome outcome;
            using (MixedPrecision.Enter(options.Precision, device)) outcome = step(i);
            outcome.Loss.backward();
            if (options.MaxGradientNorm is { } most) Foreach.ClipNorm(trained, most);
            optimizer.step();
            options.Ema?.Average();
            return outcome;
        }
    }

    private sealed class Record(int capacity) : IDisposable
    {
        private readonly WaitingOutcomes waiting = new();

        public List<double> Losses { get; } = new(capacity);

        public List<double> Metrics { get; } = [];

        public void Keep(StepOutcome outcome) => waiting.Keep(outcome);

        public void Read()
        {
            var first = Losses.Count;
            var (losses, metrics) = waiting.Take();
            Losses.AddRange(losses);
            Metrics.AddRange(metrics);
            for (var i = first; i < Losses.Count; i++)
                if (!double.IsFinite(Losses[i])) throw new DivergedException(i, Losses[i]);
        }

        public void Dispose() => waiting.Dispose();
    }
}

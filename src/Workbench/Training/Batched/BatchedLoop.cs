using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Training;

/// <summary>The course of one network of a batched training.</summary>
/// <param name="Curve">Loss (and metric) before each step's update, up to and without the first loss that is no finite number.</param>
/// <param name="Diverged">What the training of this network alone would have thrown; null where its losses stayed finite.</param>
public sealed record BatchedOutcome(TrainingCurve Curve, DivergedException? Diverged);

/// <summary>The training loop of K networks at once: <see cref="TrainingLoop"/> with a loss for each.</summary>
public static class BatchedLoop
{
    /// <summary>
    /// Takes gradient steps on the sum of the networks' losses, which is a step on each loss by itself as long as the optimiser
    /// works value by value (SGD, Adam, AdamW, RMSProp, …; not LBFGS). A network that diverges leaves the others as they are.
    /// </summary>
    /// <param name="batched">The networks; their stacks are trained, and are not written back.</param>
    /// <param name="steps">How many steps; not negative.</param>
    /// <param name="step">
    /// The losses of a step, <c>[K]</c>, each the mean over its network's samples, and optionally a metric of each, given the
    /// step's number from 0.
    /// </param>
    /// <param name="options">
    /// How to take them; what runs after each step runs once, not once a network, and gradients are clipped network by network.
    /// </param>
    /// <param name="rateFactors">What each network's learning rate is multiplied with; null for 1.</param>
    /// <param name="declared">Says that the step is a fixed sequence of device operations, which may be recorded in a CUDA graph.</param>
    /// <returns>The course of every network.</returns>
    /// <exception cref="NotSupportedException">The options name a moving average.</exception>
    /// <exception cref="ArgumentException">The losses are not <c>[K]</c>, or the factors not one a network.</exception>
    public static IReadOnlyList<BatchedOutcome> Run(
        BatchedModule batched, int steps, Func<int, StepOutcome> step, LoopOptions? options = null, IReadOnlyList<double>? rateFactors = null,
        RecordableStep? declared = null)
    {
        ArgumentNullException.ThrowIfNull(batched);
        ArgumentNullException.ThrowIfNull(step);
        ArgumentOutOfRangeException.ThrowIfNegative(steps);
        options ??= new LoopOptions();
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.SyncEvery);
        if (options.Ema is not null)
            throw new NotSupportedException("A moving average follows the parameters of one network; several trained together have theirs stacked. Train them one by one.");
        if (rateFactors is not null && rateFactors.Count != batched.Count)
            throw new ArgumentException($"Expected one factor a network, {batched.Count}; got {rateFactors.Count}.", nameof(rateFactors));

        var clock = System.Diagnostics.Stopwatch.StartNew();
        using var optimizer = options.Optimizer(batched.Parameters);
        using var rates = rateFactors is null ? null : new RateFactors(batched.Parameters, rateFactors);
        using var record = new Record(batched.Count);
        using var tensorFloat32 = TensorFloat32Scope.Of(options.TensorFloat32);
        var device = batched.Parameters.FirstOrDefault()?.device ?? torch.CPU;
        if (options.Progress is { } bar) bar.Memory ??= () => DeviceMemory.Of(device);
        using var taken = new CapturedStep(batched.Parameters, optimizer, Body, steps, options, declared);
        for (var i = 0; i < steps; i++)
        {
            using var scope = torch.NewDisposeScope();
            var outcome = taken.Take(i);
            options.AfterStep?.Invoke(i);
            record.Keep(outcome);
            var synced = (i + 1) % options.SyncEvery == 0 || i + 1 == steps;
            if (synced && record.Read()) break;
            options.Progress?.Advance(1, synced ? $"loss {record.Mean:G4}" : null);
        }

        return record.Outcomes(clock.Elapsed.TotalSeconds, taken.Outcome);

        StepOutcome Body(int i)
        {
            StepOutcome outcome;
            using (MixedPrecision.Enter(options.Precision, device)) outcome = step(i);
            RequireOneEach(outcome.Loss, "losses", batched.Count);
            if (outcome.Metric is { } metrics) RequireOneEach(metrics, "metrics", batched.Count);
            outcome.Loss.sum().backward();
            if (options.MaxGradientNorm is { } most) BatchedGradients.ClipNorm(batched.Parameters, most).Dispose();
            rates?.BeforeStep();
            optimizer.step();
            rates?.AfterStep();
            return outcome;
        }
    }

    private static void RequireOneEach(Tensor values, string what, int count)
    {
        if (values.dim() != 1 || values.shape[0] != count)
            throw new ArgumentException($"Expected the {what} [{count}], one a network; got [{string.Join(", ", values.shape)}].", "step");
    }

    private sealed class Record(int count) : IDisposable
    {
        private readonly WaitingOutcomes waiting = new();
        private readonly List<double>[] readLosses = Lists(count);
        private readonly List<double>[] readMetrics = Lists(count);
        private readonly DivergedException?[] diverged = new DivergedException?[count];

        public double Mean => readLosses.Where((_, k) => diverged[k] is null).Select(own => own[^1]).DefaultIfEmpty(double.NaN).Average();

        public void Keep(StepOutcome outcome) => waiting.Keep(outcome);

        /// <summary>Reads what waits; true once every network has diverged.</summary>
        public bool Read()
        {
            var (values, measured) = waiting.Take();
            for (var i = 0; i < values.Length; i++)
            {
                var k = i % count;
                if (diverged[k] is null && !double.IsFinite(values[i])) diverged[k] = new DivergedException(readLosses[k].Count, values[i]);
                if (diverged[k] is not null) continue;
                readLosses[k].Add(values[i]);
                if (i < measured.Length) readMetrics[k].Add(measured[i]);
            }

            return diverged.All(error => error is not null);
        }

        public IReadOnlyList<BatchedOutcome> Outcomes(double seconds, CaptureOutcome capture)
            => [.. readLosses.Select((own, k) => new BatchedOutcome(new TrainingCurve(own, readMetrics[k], seconds) { Capture = capture }, diverged[k]))];

        public void Dispose() => waiting.Dispose();

        private static List<double>[] Lists(int count) => [.. Enumerable.Range(0, count).Select(_ => new List<double>())];
    }
}

using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Workbench.Training;

/// <summary>
/// Takes the steps of a training loop, recorded in a CUDA graph where that can be: a few steps run operator by operator, one is
/// recorded, and all that follow are replays, one launch each. The first replay is compared with the same step run operator by
/// operator, and refused where it differs. Where a step cannot be recorded, all run operator by operator, and <see cref="Outcome"/>
/// says why.
/// </summary>
/// <remarks>
/// A recorded step reads the learning rate from a table on the device, by a counter that it advances itself, and the optimiser
/// counts its steps in a tensor: results equal those of the other way up to rounding.
/// </remarks>
public sealed class CapturedStep : IDisposable
{
    /// <summary>Steps before the recorded one: kernels are chosen and the optimiser's state is made in them.</summary>
    public const int WarmUps = 3;

    // Of the length of an update: what two runs of the same kernels may differ by where sums are made by atomic additions.
    private const double Tolerance = 1e-2;

    private readonly IReadOnlyList<Parameter> _trained;
    private readonly optim.Optimizer _optimizer;
    private readonly Func<int, StepOutcome> _body;
    private readonly LoopOptions _options;
    private readonly RecordableStep? _declared;
    private readonly int _steps;
    private IStepRecorder? _recorder;
    private IDisposable? _lane;
    private RateTable? _rates;
    private Tensor? _loss, _metric;
    private bool _recorded;

    /// <summary>Prepares the steps of a loop.</summary>
    /// <param name="trained">The parameters that are trained.</param>
    /// <param name="optimizer">Their optimiser.</param>
    /// <param name="body">A step without the clearing of gradients, given its number: loss, backward pass, clipping, update, moving average.</param>
    /// <param name="steps">How many steps there will be.</param>
    /// <param name="options">How the loop takes them.</param>
    /// <param name="declared">What the step's author says of it; null where nothing is said, and then it is not recorded.</param>
    public CapturedStep(
        IReadOnlyList<Parameter> trained, optim.Optimizer optimizer, Func<int, StepOutcome> body, int steps, LoopOptions options, RecordableStep? declared)
    {
        ArgumentNullException.ThrowIfNull(trained);
        ArgumentNullException.ThrowIfNull(optimizer);
        ArgumentNullException.ThrowIfNull(body);
        ArgumentNullException.ThrowIfNull(options);
        (_trained, _optimizer, _body, _steps, _options, _declared) = (trained, optimizer, body, steps, options, declared);
        Outcome = Begin() is { } refusal ? CaptureOutcome.Eager(refusal) : CaptureOutcome.Replayed;
        // Nobody is told of a GPU's feature on a machine without one, unless it was asked for.
        if (!Outcome.Captured && (options.Capture == true || (declared is { Refusal: null } && options.Capture is null && OnCuda))) CaptureLog.Once(Outcome);
    }

    /// <summary>Whether steps are recorded, and why not.</summary>
    public CaptureOutcome Outcome { get; private set; }

    private bool OnCuda => _trained.Count > 0 && _trained[0].device.type == DeviceType.CUDA;

    /// <summary>Takes a step; its loss and metric are the caller's, in its dispose scope.</summary>
    /// <param name="step">Its number, from 0, one after another.</param>
    public StepOutcome Take(int step)
    {
        _declared?.Before?.Invoke(step);
        if (_recorder is null)
            return Eager(step);
        if (!_recorded)
            return step < WarmUps ? WarmUp(step) : RecordAndCheck(step);
        _recorder.Replay();
        return Copies();
    }

    /// <summary>Lets go of the recording; gradients, which were in its memory, are none.</summary>
    public void Dispose()
    {
        if (_recorder is null) return;
        if (_recorded) ForgetGradients();
        _lane?.Dispose();
        _recorder.Dispose();
        _recorder = null;
        _rates?.Dispose();
        _loss?.Dispose();
        _metric?.Dispose();
    }

    // Null, or why the steps run operator by operator.
    private string? Begin()
    {
        if (_options.Capture == false) return "capture is switched off";
        if (_declared is null) return "nothing is said of the step (a RecordableStep)";
        if (_declared.Refusal is { } refusal) return refusal;
        if (_options.AfterStep is not null) return "AfterStep runs on the host after each step";
        if (_trained.Count == 0) return "there are no parameters";
        if (_steps < WarmUps + 2) return $"{_steps} steps are too few";
        if (!CountsOnDevice) return $"{_optimizer.GetType().Name} keeps numbers on the host";
        (_recorder, refusal) = _options.Recorder is { } make ? (make(), null) : Recorders.For(_trained[0].device);
        if (_recorder is null) return refusal;
        _lane = _recorder.Enter();
        _rates = new RateTable(_optimizer, _options.LearningRate, _steps, _trained[0].device);
        try
        {
            CountOnDevice(_rates.Rate);
            return null;
        }
        catch (InvalidOperationException error)
        {
            Dispose();
            return error.Message;
        }
    }

#if LIBTORCH
    private bool CountsOnDevice => _optimizer is ICapturable;

    private void CountOnDevice(Tensor rate) => ((ICapturable)_optimizer).begin_capturable(rate);

    private void CountOnHost() => ((ICapturable)_optimizer).end_capturable();

    private IEnumerable<Tensor> OptimiserState => ((ICapturable)_optimizer).capturable_state();
#else
    private static bool CountsOnDevice => false;

    private static void CountOnDevice(Tensor rate) => throw new InvalidOperationException("TorchSharp's optimisers count their steps on the host.");

    private static void CountOnHost()
    {
    }

    private static IEnumerable<Tensor> OptimiserState => [];
#endif

    private StepOutcome Eager(int step)
    {
        if (_options.LearningRate is { } schedule)
        {
            var rate = schedule(step, _steps);
            foreach (var group in _optimizer.ParamGroups) group.LearningRate = rate;
        }

        _optimizer.zero_grad();
        return _body(step);
    }

    // A step as it is recorded: nothing of it depends on the host.
    private StepOutcome OnDevice(int step)
    {
        _rates!.Advance();
        ForgetGradients();
        return _body(step);
    }

    // None instead of zeros: the backward pass then writes each gradient once, at an address that it keeps in replays.
    private void ForgetGradients()
    {
        foreach (var parameter in _trained) parameter.grad = null;
    }

    // What the optimiser does with numbers on the device may be new to this libtorch; the step itself is not.
    private StepOutcome WarmUp(int step)
    {
        using var before = new Snapshot(State(), _declared!.Generators);
        try
        {
            return OnDevice(step);
        }
        catch (Exception error) when (IsRefusal(error))
        {
            before.Restore();
            GoOnEager($"the step fails with numbers on the device ({FirstLine(error)})");
            return Eager(step);
        }
    }

    private static bool IsRefusal(Exception error)
        => error is System.Runtime.InteropServices.ExternalException or NotSupportedException or InvalidOperationException or ArgumentException;

    private static string FirstLine(Exception error) => error.Message.Split('\n')[0].Trim();

    private StepOutcome RecordAndCheck(int step)
    {
        using var before = new Snapshot(State(), _declared!.Generators);
        var expected = OnDevice(step);
        using var scope = torch.NewDisposeScope();
        using var noGrad = torch.no_grad();
        var after = _trained.Select(parameter => parameter.detach().clone()).ToList();
        _loss = torch.zeros_like(expected.Loss).DetachFromDisposeScope();
        _metric = expected.Metric is { } metric ? torch.zeros_like(metric).DetachFromDisposeScope() : null;
        before.Restore();
        string? refusal = null;
        try
        {
            _recorder!.Record(() => Recorded(step), _declared.Generators);
            before.Restore();
            _recorder.Replay();
            var difference = Difference(before.Of(_trained), after, expected.Loss);
            if (!(difference <= Tolerance)) refusal = $"the recorded step differs from the same step run operator by operator, by {difference:G3} of its update";
        }
        catch (Exception error) when (IsRefusal(error))
        {
            refusal = $"the step cannot be recorded ({FirstLine(error)})";
        }

        if (refusal is null)
        {
            _recorded = true;
            return Moved(Copies());
        }

        before.Restore();
        GoOnEager(refusal);
        using var grad = torch.enable_grad();
        return Moved(Eager(step));
    }

    private void Recorded(int step)
    {
        using var scope = torch.NewDisposeScope();
        using var grad = torch.enable_grad();
        var outcome = OnDevice(step);
        using var noGrad = torch.no_grad();
        _loss!.copy_(outcome.Loss);
        if (outcome.Metric is { } metric) _metric!.copy_(metric);
    }

    // ‖replayed − expected‖ as a share of the update's length, or of the loss where that differs by more.
    private double Difference(IReadOnlyList<Tensor> before, IReadOnlyList<Tensor> expected, Tensor loss)
    {
        static Tensor Square(IEnumerable<Tensor> left, IReadOnlyList<Tensor> right)
            => torch.stack([.. left.Zip(right, (a, b) => (a.detach() - b.detach()).to_type(ScalarType.Float64).square().sum())]).sum();

        var off = (Square(_trained, expected) / Square(before, expected).clamp_min(1e-30)).sqrt();
        var lossOff = (_loss! - loss).abs().sum() / loss.abs().sum().clamp_min(1e-30);
        return torch.stack([off, lossOff.to_type(ScalarType.Float64)]).max().cpu().item<double>();
    }

    private void GoOnEager(string refusal)
    {
        CountOnHost();
        Dispose();
        Outcome = CaptureOutcome.Eager(refusal);
        CaptureLog.Once(Outcome);
    }

    // What a step changes: all of it is set back between the step run operator by operator and its replay.
    private IEnumerable<Tensor> State()
        => [.. _trained, .. _declared!.Buffers, .. _rates!.State, .. _options.Ema?.Averages.Values ?? [], .. OptimiserState];

    private StepOutcome Copies() => new(_loss!.clone(), _metric?.clone());

    private static StepOutcome Moved(StepOutcome outcome)
    {
        outcome.Loss.MoveToOuterDisposeScope();
        outcome.Metric?.MoveToOuterDisposeScope();
        return outcome;
    }
}

using TorchSharp;
using Workbench.Flows;
using static TorchSharp.torch;

namespace Workbench.Training;

/// <summary>
/// A solver on a fixed grid for batches of one shape, recorded in a CUDA graph where that can be: all evaluations of all steps
/// are then one launch. The first solve is compared with the same solve operator by operator; where the solve cannot be recorded,
/// every one runs so, and <see cref="Outcome"/> says why.
/// </summary>
/// <remarks>
/// The field's weights may change between solves, in place; what else it depends on is fixed at the first.
/// <code>
/// using var sampler = new CapturedSolver(Solver.Heun, field, TimeGrid.Uniform(50));
/// foreach (var noise in batches) Use(sampler.Solve(noise));
/// </code>
/// </remarks>
public sealed class CapturedSolver : IDisposable
{
    private const double Tolerance = 1e-3;
    private readonly Solver _solver;
    private readonly VelocityField _field;
    private readonly TimeGrid _grid;
    private readonly Func<Device, (IStepRecorder?, string?)> _recorders;
    private IStepRecorder? _recorder;
    private Tensor? _input, _output, _finite;
    private long _evaluations;

    /// <summary>Prepares solves of a field.</summary>
    /// <param name="solver">The method, whose steps are those of the grid.</param>
    /// <param name="field">The velocity field.</param>
    /// <param name="grid">The times.</param>
    public CapturedSolver(Solver solver, VelocityField field, TimeGrid grid)
        : this(solver, field, grid, Recorders.For)
    {
    }

    internal CapturedSolver(Solver solver, VelocityField field, TimeGrid grid, Func<Device, (IStepRecorder?, string?)> recorders)
    {
        ArgumentNullException.ThrowIfNull(solver);
        ArgumentNullException.ThrowIfNull(field);
        ArgumentNullException.ThrowIfNull(grid);
        (_solver, _field, _grid, _recorders) = (solver, field, grid, recorders);
    }

    /// <summary>Whether solves are recorded, and why not; null before the first.</summary>
    public CaptureOutcome? Outcome { get; private set; }

    /// <summary>Solves from the grid's first time to its last.</summary>
    /// <param name="x">Points at the first time, [batch, …]; of the first call's shape, type and device, or they are solved operator by operator.</param>
    /// <returns>The points at the last time.</returns>
    /// <exception cref="ArithmeticException">The velocity is not finite.</exception>
    public Solution Solve(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (Outcome is null) return First(x);
        if (_recorder is null || !Fits(x)) return _solver.Solve(_field, x, _grid);
        using var noGrad = torch.no_grad();
        using var lane = _recorder.Enter();
        _input!.copy_(x);
        _recorder.Replay();
        if (_finite is not null) _solver.RequireFinite(_finite, _grid);
        return new Solution(_output!.clone(), _grid, [], _evaluations);
    }

    /// <summary>Lets go of the recording.</summary>
    public void Dispose()
    {
        _recorder?.Dispose();
        _recorder = null;
        foreach (var tensor in new[] { _input, _output, _finite }) tensor?.Dispose();
        (_input, _output, _finite) = (null, null, null);
    }

    private Solution First(Tensor x)
    {
        // Warms up, too: kernels are chosen in the first solve.
        var solution = _solver.Solve(_field, x, _grid);
        var refusal = _solver.IsAdaptive ? $"{_solver.Name} chooses its own steps" : null;
        if (refusal is null) (_recorder, refusal) = _recorders(x.device);
        if (_recorder is not null && (refusal = Record(x, solution)) is not null) Dispose();
        Outcome = refusal is null ? CaptureOutcome.Replayed : CaptureOutcome.Eager(refusal);
        return solution;
    }

    // Null, or why the solve could not be recorded.
    private string? Record(Tensor x, Solution expected)
    {
        using var noGrad = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        using var lane = _recorder!.Enter();
        _input = x.detach().clone().DetachFromDisposeScope();
        _output = torch.zeros_like(expected.Final).DetachFromDisposeScope();
        _finite = x.device.type == DeviceType.CPU ? null : torch.ones(_grid.Steps, ScalarType.Bool, x.device).DetachFromDisposeScope();
        _evaluations = expected.Evaluations;
        try
        {
            _recorder.Record(Recorded, []);
            _recorder.Replay();
        }
        catch (Exception error) when (error is System.Runtime.InteropServices.ExternalException or NotSupportedException or InvalidOperationException)
        {
            return $"the solve cannot be recorded ({error.Message.Split('\n')[0].Trim()})";
        }

        var off = ((_output - expected.Final).abs().max() / expected.Final.abs().max().clamp_min(1e-30)).to_type(ScalarType.Float64).cpu().item<double>();
        return off <= Tolerance ? null : $"the recorded solve differs from the same solve run operator by operator, by {off:G3} of its largest value";
    }

    private void Recorded()
    {
        using var scope = torch.NewDisposeScope();
        var (solution, finite) = _solver.Run(_field, _input!, _grid, record: false);
        _output!.copy_(solution.Final);
        if (finite is not null) _finite!.copy_(finite);
    }

    private bool Fits(Tensor x) => x.shape.AsSpan().SequenceEqual(_input!.shape) && x.dtype == _input.dtype && x.device.ToString() == _input.device.ToString();
}

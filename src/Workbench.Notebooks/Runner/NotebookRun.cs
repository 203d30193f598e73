using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Workbench.Notebooks.Format;
using Workbench.Notebooks.Serve;

namespace Workbench.Notebooks.Runner;

/// <summary>One run of one notebook.</summary>
internal sealed class NotebookRun
{
    /// <summary>What is on its way when a cell has ended arrives within this time.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    /// <summary>An interrupted cell that the kernel has not ended within this time is ended with the kernel.</summary>
    private static readonly TimeSpan InterruptGrace = TimeSpan.FromSeconds(5);

    private readonly RunRequest _request;
    private readonly NotebookDocument _document;
    private readonly IRunObserver _observer;
    private readonly OutputRecorder _recorder = new();
    private readonly (RunCell Cell, NotebookCell Stored)[] _cells;
    private readonly List<CellResult> _results = [];
    private bool _isUnsaved;

    public NotebookRun(RunRequest request, NotebookDocument document, IRunObserver observer)
    {
        _request = request;
        _document = document;
        _observer = observer;
        var cells = document.Cells.Select((cell, index) => (cell, index))
            .Where(entry => entry.cell.Kind == CellKind.Code && !string.IsNullOrWhiteSpace(entry.cell.Source) && IsRun(entry.cell))
            .ToArray();
        _cells = [.. cells.Select((entry, i) => (new RunCell(entry.index, i + 1, cells.Length, FirstLine(entry.cell.Source)), entry.cell))];
    }

    /// <summary>Whether a code cell runs; one that does not keeps the outputs it has.</summary>
    public static bool IsRun(NotebookCell cell) => !cell.Tags.Contains("skip-execution");

    public async Task<RunResult> ExecuteAsync(CancellationToken cancellation, CancellationToken kill)
    {
        var watch = Stopwatch.StartNew();
        _observer.Started(_cells.Length);
        if (_request.Output is { } output)
            AtomicFile.RemoveLeftovers(output);
        // Before anything has run: what cannot be written now cannot be written after hours either.
        SaveOrThrow();
        var folder = Path.GetFullPath(_request.Folder ?? Path.GetDirectoryName(Path.GetFullPath(_request.Notebook))!);
        await using IKernelLink kernel = _request.InProcess ? new InProcessKernel(folder, _request.Environment) : KernelProcess.Start(folder, _request.Environment);
        using var killed = kill.Register(kernel.Kill);
        foreach (var (cell, stored) in _cells)
        {
            var cellWatch = Stopwatch.StartNew();
            stored.ExecutionCount = cell.Number;
            _observer.CellStarted(cell);
            var (outcome, error, took) = await RunCellAsync(kernel, cell, stored, cancellation);
            var elapsed = took ?? cellWatch.Elapsed;
            if (error is not null)
                _recorder.Error(stored, error);
            Save();
            var mayFail = stored.Tags.Contains("raises-exception");
            var passed = outcome == RunOutcome.Ok || (outcome == RunOutcome.CellError && mayFail);
            _results.Add(new CellResult(cell, passed ? CellStatus.Passed : CellStatus.Failed, elapsed, error));
            if (passed)
            {
                _observer.CellFinished(cell, elapsed);
                continue;
            }
            _observer.CellFailed(cell, elapsed, error!);
            if (outcome != RunOutcome.CellError || !_request.AllowErrors)
                return Result(outcome, cell, error, watch.Elapsed);
        }
        return Result(RunOutcome.Ok, null, null, watch.Elapsed);
    }

    private RunResult Result(RunOutcome outcome, RunCell? failed, CellError? error, TimeSpan elapsed)
    {
        if (_isUnsaved)
            SaveOrThrow();
        var notRun = _cells.Skip(_results.Count).Select(entry => new CellResult(entry.Cell, CellStatus.NotRun, TimeSpan.Zero, null));
        return new RunResult(outcome, _document, failed, error, elapsed) { Cells = [.. _results, .. notRun] };
    }

    private async Task<(RunOutcome Outcome, CellError? Error, TimeSpan? Elapsed)> RunCellAsync(IKernelLink kernel, RunCell cell, NotebookCell stored, CancellationToken cancellation)
    {
        // The clock starts with the cell, not with the kernel.
        using var timeout = new CancellationTokenSource();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation, timeout.Token);
        if (!cancellation.IsCancellationRequested)
            kernel.Run(cell.Number, stored.Source, NotebookLanguage.Of(stored) ?? NotebookLanguage.DefaultOf(_document));
        try
        {
            var finished = await FollowAsync(kernel, cell, stored, () => timeout.CancelAfter(_request.CellTimeout ?? Timeout.InfiniteTimeSpan), stop.Token);
            if (finished is null)
                return (RunOutcome.KernelDied, Died(kernel), null);
            var elapsed = TimeSpan.FromSeconds((double)finished["seconds"]!);
            return FinishedEvent.ErrorOf(finished) is { } error ? (RunOutcome.CellError, error, elapsed) : (RunOutcome.Ok, null, elapsed);
        }
        catch (OperationCanceledException)
        {
            var reason = cancellation.IsCancellationRequested ? RunOutcome.Interrupted : RunOutcome.Timeout;
            await StopAsync(kernel, cell, stored);
            var message = reason == RunOutcome.Interrupted
                ? "the run was interrupted in this cell"
                : string.Create(CultureInfo.InvariantCulture, $"the cell was stopped: it ran longer than the {_request.CellTimeout!.Value.TotalSeconds:0.#} s allowed");
            return (reason, new CellError(reason == RunOutcome.Interrupted ? "Interrupted" : "Timeout", message, [message]), null);
        }
    }

    /// <summary>Takes events until the cell has finished; null when the kernel is gone.</summary>
    private async Task<JsonNode?> FollowAsync(IKernelLink kernel, RunCell cell, NotebookCell stored, Action started, CancellationToken stop)
    {
        JsonNode? finished = null;
        var errorsRead = false;
        using var late = new CancellationTokenSource();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, late.Token);
        try
        {
            await foreach (var message in kernel.Events.ReadAllAsync(either.Token))
            {
                switch ((string)message["event"]!)
                {
                    case "finished" when (int)message["cell"]! == cell.Number:
                        finished = message;
                        late.CancelAfter(Grace);
                        break;
                    case "started" when (int)message["cell"]! == cell.Number:
                        started();
                        break;
                    case "stderr-end":
                        errorsRead = true;
                        break;
                    default:
                        Take(message, cell, stored);
                        break;
                }
                if (finished is not null && errorsRead)
                    return finished;
            }
        }
        catch (OperationCanceledException) when (finished is not null)
        {
            return finished;
        }
        return finished;
    }

    private void Take(JsonNode message, RunCell current, NotebookCell currentStored)
    {
        // A task that outlives its cell still speaks for it.
        var (cell, stored) = message["cell"] is { } number && (int)number >= 1 && (int)number <= _cells.Length ? _cells[(int)number - 1] : (current, currentStored);
        switch ((string)message["event"]!)
        {
            case "stream" or "stderr":
                var name = (string?)message["name"] ?? "stderr";
                var text = (string)message["text"]!;
                _recorder.Stream(stored, name, text);
                _observer.Text(cell, name, text);
                break;
            case "display":
                _recorder.Display(stored, (JsonObject)message["data"]!, (string)message["id"]!);
                _observer.Displayed(cell, (JsonObject)message["data"]!, isUpdate: false);
                break;
            case "update":
                _recorder.UpdateDisplay((JsonObject)message["data"]!, (string)message["id"]!);
                _observer.Displayed(cell, (JsonObject)message["data"]!, isUpdate: true);
                break;
            case "result":
                _recorder.Result(stored, (JsonObject)message["data"]!);
                _observer.Displayed(cell, (JsonObject)message["data"]!, isUpdate: false);
                break;
            case "clear":
                _recorder.Clear(stored, (bool)message["wait"]!);
                break;
        }
    }

    /// <summary>Asks the cell to stop and takes what it still says; then ends the process.</summary>
    private async Task StopAsync(IKernelLink kernel, RunCell cell, NotebookCell stored)
    {
        kernel.Cancel();
        using var grace = new CancellationTokenSource(InterruptGrace);
        try
        {
            await FollowAsync(kernel, cell, stored, () => { }, grace.Token);
        }
        catch (OperationCanceledException)
        {
            // It does not look at its token.
        }
        kernel.Kill();
    }

    private static CellError Died(IKernelLink kernel)
    {
        var how = kernel.DescribeEnd();
        var said = kernel.LastErrorText.Split('\n').Where(line => line.Length > 0).TakeLast(20).ToList();
        return new CellError("KernelDied", said.Count == 0 ? how : $"{how}: {said[0]}", [how, .. said]);
    }

    private void Save()
    {
        try
        {
            SaveOrThrow();
            _isUnsaved = false;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Hours of work are not thrown away for a full disk: the next cell tries again, and so does the end.
            if (!_isUnsaved)
                _observer.Warning(e.Message);
            _isUnsaved = true;
        }
    }

    private void SaveOrThrow()
    {
        _recorder.Commit();
        if (_request.Output is { } path)
            _document.Save(path);
    }

    private static string FirstLine(string source)
    {
        var lines = source.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0).ToList();
        return lines.Find(line => !line.StartsWith('#') && !line.StartsWith("using ", StringComparison.Ordinal)) ?? lines[0];
    }
}

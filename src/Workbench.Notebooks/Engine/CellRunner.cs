using System.Diagnostics;
using Workbench.Notebooks.Format;

namespace Workbench.Notebooks.Engine;

/// <summary>
/// Runs cells, of any language, one after the other on one thread, and gives what they print to their frontend. One runner a process:
/// it takes over <see cref="Console"/>.
/// </summary>
internal sealed class CellRunner
{
    /// <summary>So long a cell has to stop before its thread is left behind.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    /// <summary>So long a cell that awaits something has to clean up after its token was cancelled.</summary>
    private static readonly TimeSpan AwaitGrace = TimeSpan.FromMilliseconds(100);

    /// <summary>Before its wait is broken, a cell can end by its token.</summary>
    private static readonly TimeSpan TokenGrace = TimeSpan.FromMilliseconds(5);

    private readonly Lock _lock = new();
    private readonly Queue<CellExecution> _waiting = [];
    private readonly CellThread _thread = new();
    private CellExecution? _current;

    public CellRunner()
    {
        Console.SetOut(new ConsoleWriter("stdout", Console.Out));
        Console.SetError(new ConsoleWriter("stderr", Console.Error));
        Console.SetIn(new ConsoleInput());
        StrayExceptions.Handle();
    }

    /// <summary>Runs a cell after those before it; its failure is told by the outcome, not thrown.</summary>
    /// <param name="frontend">Receives what the cell shows, also from tasks that outlive it.</param>
    /// <param name="work">What the cell does.</param>
    /// <param name="describe">Tells an exception the way the author of the cell wants to read it.</param>
    /// <param name="cancellation">Interrupts this cell, also while it waits for others.</param>
    /// <param name="canBeInterrupted">False for the kernel's own work, which <see cref="Interrupt"/> leaves alone.</param>
    public async Task<CellOutcome> RunAsync(
        IFrontend frontend, Func<CellScope, Task> work, Func<Exception, CellError> describe, CancellationToken cancellation, bool canBeInterrupted = true)
    {
        var run = new CellExecution(this, _thread, frontend, work, describe, canBeInterrupted);
        lock (_lock)
            _waiting.Enqueue(run);
        Next();
        await using var registration = cancellation.Register(() => StopCell(run));
        return await run.Outcome;
    }

    /// <summary>
    /// Stops the running cell: cancels its token, lets its checks throw, breaks the wait it is in and, when all that does not help within its
    /// grace time or a second call comes, leaves its thread behind. Does nothing when no cell runs.
    /// </summary>
    public void Interrupt()
    {
        CellExecution? run;
        lock (_lock)
        {
            run = _current;
            // Who interrupts while the kernel warms up means the cell that waits for it.
            if (run is { CanBeInterrupted: false })
                run = _waiting.FirstOrDefault(waiting => waiting.CanBeInterrupted);
        }
        if (run is not null)
            StopCell(run);
    }

    private void StopCell(CellExecution run)
    {
        if (!run.RequestInterrupt())
            return;
        var isRunning = false;
        lock (_lock)
            isRunning = run == _current;
        if (!isRunning)
        {
            run.End(CellExecution.Interrupted());
            return;
        }
        new Thread(() => Stop(run)) { IsBackground = true, Name = "interrupt", Priority = ThreadPriority.AboveNormal }.Start();
    }

    /// <summary>Tells that a cell does not run any more.</summary>
    public void Release(CellExecution run)
    {
        lock (_lock)
        {
            if (_current == run)
                _current = null;
        }
    }

    /// <summary>Starts the next cell, if none runs.</summary>
    public void Next()
    {
        lock (_lock)
        {
            while (_current is null && _waiting.TryDequeue(out var run))
            {
                if (run.Outcome.IsCompleted)
                    continue;
                _current = run;
                _thread.Add(run.Context, () => _ = run.Run());
            }
        }
    }

    private void Stop(CellExecution run)
    {
        run.Cancel();
        var watch = Stopwatch.StartNew();
        var idleSince = TimeSpan.MaxValue;
        while (!run.Outcome.Wait(TimeSpan.FromMilliseconds(watch.Elapsed < AwaitGrace ? 2 : 10)))
        {
            lock (_lock)
            {
                // Its outcome is about to be told, and the next cell may run already.
                if (_current != run)
                    continue;
                Press(run, watch.Elapsed, ref idleSince);
            }
        }
    }

    private void Press(CellExecution run, TimeSpan elapsed, ref TimeSpan idleSince)
    {
        // The cell may have begun after the interrupt.
        run.Context.Scope?.Interrupt();
        CellGuard.Raise();
        if (_thread.IsIdle)
        {
            // Its time to clean up begins when it has heard.
            if (!run.IsCancelled && !run.Escalated.IsSet && elapsed < Grace)
                return;
            if (idleSince == TimeSpan.MaxValue)
                idleSince = elapsed;
            else if (elapsed - idleSince > AwaitGrace || run.Escalated.IsSet)
            {
                run.Context.Close();
                run.End(CellExecution.Interrupted());
            }
            return;
        }
        idleSince = TimeSpan.MaxValue;
        // The thread may be held by what an earlier cell left behind.
        if (_thread.Worker.Busy is { } other && other != run.Context)
            other.Scope?.Interrupt();
        if (elapsed > Grace || run.Escalated.IsSet)
            LeaveBehind(run);
        else if (elapsed > TokenGrace)
            _thread.Worker.Wake();
    }

    private void LeaveBehind(CellExecution run)
    {
        _thread.Worker.Busy?.Close();
        run.Context.Close();
        _thread.Replace();
        run.End(CellExecution.Interrupted(": it did not stop, so its thread was left behind; what it still does there is not shown"));
    }
}

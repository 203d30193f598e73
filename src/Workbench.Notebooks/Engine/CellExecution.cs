using System.Diagnostics;
using Workbench.Notebooks.Format;

namespace Workbench.Notebooks.Engine;

/// <summary>A cell on its way: waiting, running or ended.</summary>
internal sealed class CellExecution(CellRunner runner, CellThread thread, IFrontend frontend, Func<CellScope, Task> work, Func<Exception, CellError> describe, bool canBeInterrupted)
{
    private readonly TaskCompletionSource<CellOutcome> _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _cancellation = new();
    private readonly Stopwatch _watch = new();
    private int _interrupts;
    private int _isEnded;
    private volatile bool _isCancelled;

    public Task<CellOutcome> Outcome => _outcome.Task;

    public bool CanBeInterrupted => canBeInterrupted;

    public CellContext Context { get; } = new(thread);

    /// <summary>Set by a second interrupt: do not be patient.</summary>
    public ManualResetEventSlim Escalated { get; } = new();

    /// <summary>True for the first call.</summary>
    public bool RequestInterrupt()
    {
        if (Interlocked.Increment(ref _interrupts) == 1)
            return true;
        Escalated.Set();
        return false;
    }

    public bool IsInterrupted => _interrupts > 0;

    /// <summary>True when the cell's token has been cancelled and what was registered for that has run.</summary>
    public bool IsCancelled => _isCancelled;

    /// <summary>Runs the cell; called on the cell thread.</summary>
    public async Task Run()
    {
        if (IsInterrupted)
        {
            End(Interrupted());
            return;
        }
        _watch.Start();
        CellError? error = null;
        try
        {
            frontend.Started();
            var scope = CellScope.Enter(frontend, _cancellation.Token);
            Context.Scope = scope;
            if (IsInterrupted)
                scope.Interrupt();
            try
            {
                await work(scope);
            }
            catch (CompilationException e)
            {
                error = e.ToError();
            }
            catch (Exception e)
            {
                error = IsInterrupted ? null : describe(e);
            }
            scope.Flush();
        }
        catch (Exception e)
        {
            error = new CellError(e.GetType().Name, e.Message, []);
        }
        End(IsInterrupted ? Interrupted() : error);
    }

    /// <summary>Asks the code of the cell to end; where it does not look at its token, at its next check.</summary>
    public void Cancel()
    {
        Context.Scope?.Interrupt();
        CellGuard.Raise();
        // What is registered for cancellation may take its time.
        new Thread(() =>
        {
            try
            {
                _cancellation.Cancel();
            }
            catch (AggregateException)
            {
                // The cell's own handlers failed; it is to end in any case.
            }
            finally
            {
                _isCancelled = true;
            }
        })
        { IsBackground = true, Name = "cancellation" }.Start();
    }

    /// <summary>Ends the cell, if it has not ended yet.</summary>
    public void End(CellError? error)
    {
        // An interrupt that still wants to break a wait of the cell must not break one in here: nobody would hear of the end.
        using var quiet = CellWorker.Quiet();
        if (Interlocked.Exchange(ref _isEnded, 1) != 0)
            return;
        // First, so that an interrupt that comes after the outcome finds nothing to stop.
        runner.Release(this);
        _outcome.SetResult(new CellOutcome(error, _watch.Elapsed));
        runner.Next();
    }

    public static CellError Interrupted(string more = "") => new(nameof(OperationCanceledException), "cell interrupted" + more, ["\u001b[31mcell interrupted\u001b[0m" + more]);
}

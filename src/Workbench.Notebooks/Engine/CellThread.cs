using System.Collections.Concurrent;

namespace Workbench.Notebooks.Engine;

/// <summary>
/// The one thread cells run on, with a large stack for deep recursions and a synchronisation context,
/// so that the code after an await comes back to it.
/// </summary>
internal sealed class CellThread : SynchronizationContext
{
    private const int StackSize = 16 << 20;

    private readonly BlockingCollection<Action> _work = [];
    private readonly Thread _thread;

    public CellThread()
    {
        _thread = new Thread(Loop, StackSize) { IsBackground = true, Name = "cells" };
        _thread.Start();
    }

    public override void Post(SendOrPostCallback d, object? state) => _work.Add(() => d(state));

    public override void Send(SendOrPostCallback d, object? state)
    {
        if (Thread.CurrentThread == _thread)
        {
            d(state);
            return;
        }
        using var done = new ManualResetEventSlim();
        _work.Add(() =>
        {
            try
            {
                d(state);
            }
            finally
            {
                done.Set();
            }
        });
        done.Wait();
    }

    public override SynchronizationContext CreateCopy() => this;

    /// <summary>Runs work on the cell thread, with all that follows its awaits.</summary>
    public Task<T> Run<T>(Func<Task<T>> work)
    {
        var result = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        _work.Add(() => _ = Complete());
        return result.Task;

        async Task Complete()
        {
            try
            {
                result.SetResult(await work());
            }
            catch (Exception e)
            {
                result.SetException(e);
            }
        }
    }

    private void Loop()
    {
        SetSynchronizationContext(this);
        foreach (var action in _work.GetConsumingEnumerable())
        {
            try
            {
                action();
            }
            catch (Exception e)
            {
                // An async void method failed; nobody awaits it, and the cells after it should still run.
                Console.Error.WriteLine($"Unhandled exception: {e}");
            }
        }
    }
}

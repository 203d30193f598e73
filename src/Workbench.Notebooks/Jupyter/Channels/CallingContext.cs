using System.Collections.Concurrent;

namespace Workbench.Notebooks.Jupyter.Channels;

/// <summary>
/// Waits for tasks on the calling thread and runs there what follows their awaits, so that a cell's end is noticed
/// also when cells keep all of the pool's threads busy.
/// </summary>
internal sealed class CallingContext : SynchronizationContext
{
    private readonly BlockingCollection<Action> _work = [];

    public override void Post(SendOrPostCallback d, object? state) => _work.Add(() => d(state));

    public override SynchronizationContext CreateCopy() => this;

    /// <summary>Starts a task and returns its result.</summary>
    public T Wait<T>(Func<Task<T>> start)
    {
        var former = Current;
        SetSynchronizationContext(this);
        try
        {
            var task = start();
            // A task that has ended wakes the loop below, whichever thread it ended on.
            _ = task.ContinueWith(_ => _work.Add(() => { }), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            while (!task.IsCompleted)
                _work.Take()();
            return task.GetAwaiter().GetResult();
        }
        finally
        {
            SetSynchronizationContext(former);
        }
    }
}

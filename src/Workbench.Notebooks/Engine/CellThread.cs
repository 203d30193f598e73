using System.Collections.Concurrent;

namespace Workbench.Notebooks.Engine;

/// <summary>The one thread cells run on, as a queue of work: the cells themselves and what comes after their awaits.</summary>
internal sealed class CellThread
{
    private readonly BlockingCollection<(CellContext Context, Action Action)> _work = [];

    public CellThread()
    {
        Worker = new CellWorker(this);
        Worker.Start();
    }

    /// <summary>The thread at present; another after <see cref="Replace"/>.</summary>
    public CellWorker Worker { get; private set; }

    public bool IsCurrentThread => Worker.IsCurrentThread;

    /// <summary>True when the thread waits and nothing is there to do.</summary>
    public bool IsIdle => _work.Count == 0 && Worker.Busy is null;

    public void Add(CellContext context, Action action)
    {
        // A wait broken in here would leave work in the queue that is not counted, and what is added after it would stay one behind.
        using var quiet = CellWorker.Quiet();
        _work.Add((context, action));
    }

    /// <summary>The next piece of work; waits for one. What belongs to closed cells is left out.</summary>
    public (CellContext Context, Action Action) Take()
    {
        while (true)
        {
            var item = _work.Take();
            if (!item.Context.IsClosed)
                return item;
        }
    }

    /// <summary>Leaves the thread behind and goes on with a new one.</summary>
    public void Replace()
    {
        Worker.Abandon();
        Worker = new CellWorker(this);
        Worker.Start();
    }
}

namespace Workbench.Notebooks.Engine;

/// <summary>Brings the code after an await of a cell back to the cell thread, unless the cell was stopped meanwhile.</summary>
internal sealed class CellContext(CellThread thread) : SynchronizationContext
{
    /// <summary>The cell, once it has begun.</summary>
    public CellScope? Scope { get; set; }

    /// <summary>True for cells that were stopped while they waited or that were left behind: nothing of them runs any more.</summary>
    public bool IsClosed { get; private set; }

    public void Close()
    {
        IsClosed = true;
        Scope?.Close();
    }

    public override void Post(SendOrPostCallback d, object? state)
    {
        if (!IsClosed)
            thread.Add(this, () => d(state));
    }

    public override void Send(SendOrPostCallback d, object? state)
    {
        if (thread.IsCurrentThread)
        {
            d(state);
            return;
        }
        if (IsClosed)
            throw new CellInterruptedException();
        using var done = new ManualResetEventSlim();
        Exception? failure = null;
        thread.Add(this, () =>
        {
            try
            {
                d(state);
            }
            catch (Exception e)
            {
                failure = e;
            }
            finally
            {
                done.Set();
            }
        });
        while (!done.Wait(100))
        {
            if (IsClosed)
                throw new CellInterruptedException();
        }
        if (failure is not null)
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure);
    }

    public override SynchronizationContext CreateCopy() => this;
}

namespace Workbench.Notebooks.Engine;

/// <summary>
/// One thread that runs cells, and the way to wake it from a wait. When it cannot be woken it is left behind and another takes its place.
/// </summary>
internal sealed class CellWorker
{
    private const int StackSize = 16 << 20;

    [ThreadStatic]
    private static CellWorker? _current;

    private readonly Lock _gate = new();
    private readonly CellThread _owner;
    private readonly Thread _thread;
    private int _quiet;
    private bool _isWoken;

    public CellWorker(CellThread owner)
    {
        _owner = owner;
        _thread = new Thread(Loop, StackSize) { IsBackground = true, Name = "cells" };
    }

    public void Start() => _thread.Start();

    public bool IsAbandoned { get; private set; }

    /// <summary>The cell whose code runs now; null when the thread waits for work.</summary>
    public CellContext? Busy { get; private set; }

    public bool IsCurrentThread => Thread.CurrentThread == _thread;

    /// <summary>
    /// While the result lives, waits of the calling thread are not interrupted: the engine's own work, such as a compilation or a message
    /// half sent, has to be whole.
    /// </summary>
    public static QuietZone Quiet() => new(_current);

    /// <summary>Ends the wait that the cell's code is in, if it is in one.</summary>
    public void Wake()
    {
        lock (_gate)
        {
            if (Busy is null || _quiet > 0 || (_thread.ThreadState & ThreadState.WaitSleepJoin) == 0)
                return;
            _isWoken = true;
            _thread.Interrupt();
        }
    }

    /// <summary>Gives the thread up: it ends when what it does ends.</summary>
    public void Abandon()
    {
        IsAbandoned = true;
        try
        {
            _thread.Priority = ThreadPriority.Lowest;
        }
        catch (ThreadStateException)
        {
            // It ended in this moment.
        }
    }

    private void Loop()
    {
        _current = this;
        while (!IsAbandoned && _owner.Take() is var (context, action))
        {
            Busy = context;
            SynchronizationContext.SetSynchronizationContext(context);
            try
            {
                action();
            }
            catch (Exception e)
            {
                // An async void method failed; nobody awaits it, and the cells after it should still run.
                if (!IsAbandoned)
                    StrayExceptions.Tell("Unhandled exception", e);
            }
            Busy = null;
            TakeBackWakeUp(quiet: false);
        }
    }

    /// <summary>Receives a wake-up that came too late, so that it does not break a later wait.</summary>
    private void TakeBackWakeUp(bool quiet)
    {
        while (true)
        {
            try
            {
                lock (_gate)
                {
                    if (quiet)
                        _quiet++;
                    quiet = false;
                    if (!_isWoken)
                        return;
                    _isWoken = false;
                }
                // The wait receives an interrupt that is still pending; a sleep of zero would not.
                Thread.Sleep(1);
                return;
            }
            catch (ThreadInterruptedException)
            {
            }
        }
    }

    /// <summary>See <see cref="Quiet"/>.</summary>
    internal readonly ref struct QuietZone
    {
        private readonly CellWorker? _worker;

        public QuietZone(CellWorker? worker)
        {
            _worker = worker;
            worker?.TakeBackWakeUp(quiet: true);
        }

        public void Dispose()
        {
            if (_worker is null)
                return;
            lock (_worker._gate)
                _worker._quiet--;
        }
    }
}

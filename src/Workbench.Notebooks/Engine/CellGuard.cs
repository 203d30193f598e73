using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace Workbench.Notebooks.Engine;

/// <summary>
/// The check that is compiled into loops and functions of cells, so that an interrupt stops them on whatever thread they run.
/// It reads one number; only when that is set it looks whether the cell it belongs to is the one to stop.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class CellGuard
{
    /// <summary>So long after an interrupt every check looks at its cell; what the cell left on other threads stops meanwhile.</summary>
    private const int RaisedMilliseconds = 10_000;

    /// <summary>Afterwards only now and then, so that loops of later cells are as fast as before.</summary>
    private const int PulseEvery = 1000;

    private const int PulseMilliseconds = 5;

    private static readonly AutoResetEvent Extended = new(false);
    private static volatile int _raised;
    private static long _until;
    private static int _hasClock;

    /// <summary>Throws when the cell that this code belongs to has been interrupted.</summary>
    /// <exception cref="OperationCanceledException">The cell shall stop.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Check()
    {
        if (_raised != 0)
            Stop();
    }

    /// <summary>As <see cref="Check"/>, for conditions; true.</summary>
    /// <exception cref="OperationCanceledException">The cell shall stop.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Passes()
    {
        if (_raised != 0)
            Stop();
        return true;
    }

    /// <summary>Makes checks look at their cells for the next seconds.</summary>
    internal static void Raise()
    {
        Volatile.Write(ref _until, Environment.TickCount64 + RaisedMilliseconds);
        _raised = 1;
        if (Interlocked.Exchange(ref _hasClock, 1) == 0)
            new Thread(Clock) { IsBackground = true, Name = "interrupts" }.Start();
        Extended.Set();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Stop()
    {
        if (CellScope.Current is { IsInterrupted: true })
            throw new CellInterruptedException();
    }

    private static void Clock()
    {
        while (true)
        {
            while (Volatile.Read(ref _until) - Environment.TickCount64 is > 0 and var left)
                Thread.Sleep((int)left);
            _raised = 0;
            // An interrupt may have come between the two lines above.
            if (Volatile.Read(ref _until) > Environment.TickCount64)
                _raised = 1;
            else if (!Extended.WaitOne(PulseEvery))
            {
                _raised = 1;
                Thread.Sleep(PulseMilliseconds);
            }
        }
    }
}

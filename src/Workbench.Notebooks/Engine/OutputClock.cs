using System.Collections.Concurrent;

namespace Workbench.Notebooks.Engine;

/// <summary>Sends waiting text out after at most 50 ms; on a thread of its own, because cells may keep all pool threads busy.</summary>
internal static class OutputClock
{
    private const int Milliseconds = 50;

    private static readonly BlockingCollection<(CellScope Scope, long Due)> Waiting = [];

    static OutputClock() => new Thread(Run) { IsBackground = true, Name = "cell output", Priority = ThreadPriority.AboveNormal }.Start();

    public static void FlushSoon(CellScope scope) => Waiting.Add((scope, Environment.TickCount64 + Milliseconds));

    private static void Run()
    {
        foreach (var (scope, due) in Waiting.GetConsumingEnumerable())
        {
            Thread.Sleep((int)Math.Clamp(due - Environment.TickCount64, 0, Milliseconds));
            try
            {
                scope.Flush();
            }
            catch (Exception e) when (e is IOException or ObjectDisposedException or InvalidOperationException)
            {
                // The front end went away; other cells' text still goes out.
            }
        }
    }
}

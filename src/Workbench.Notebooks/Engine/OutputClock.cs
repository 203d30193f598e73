using System.Collections.Concurrent;

namespace Workbench.Notebooks.Engine;

/// <summary>Sends waiting text out after at most 50 ms; on a thread of its own, because cells may keep all pool threads busy.</summary>
internal static class OutputClock
{
    private const int Milliseconds = 50;

    private static readonly BlockingCollection<CellScope> Waiting = [];

    static OutputClock() => new Thread(Run) { IsBackground = true, Name = "cell output" }.Start();

    public static void FlushSoon(CellScope scope) => Waiting.Add(scope);

    private static void Run()
    {
        foreach (var scope in Waiting.GetConsumingEnumerable())
        {
            Thread.Sleep(Milliseconds);
            scope.Flush();
        }
    }
}

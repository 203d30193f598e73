using System.Diagnostics;

namespace Workbench.Clients.Tests;

/// <summary>Waits for what another process does.</summary>
internal static class Patience
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Asks again and again until there is an answer.</summary>
    /// <exception cref="TimeoutException">There was none in time.</exception>
    public static async Task<T> UntilAsync<T>(string what, TimeSpan limit, Func<Task<T?>> ask)
        where T : class
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            if (await ask() is { } answer)
                return answer;
            if (watch.Elapsed > limit)
                throw new TimeoutException($"{what}: not within {limit.TotalSeconds:0} s");
            await Task.Delay(Pause);
        }
    }
}

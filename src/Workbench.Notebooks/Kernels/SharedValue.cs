using System.Collections.Concurrent;
using System.ComponentModel;

namespace Workbench.Notebooks.Kernels;

/// <summary>Hands an object to code that is about to be compiled; not for use by notebooks.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class SharedValue
{
    private static readonly ConcurrentDictionary<int, object?> Waiting = new();
    private static int _last;

    /// <summary>Takes the object that waits under a number.</summary>
    public static object? Take(int number) => Waiting.TryRemove(number, out var value) ? value : throw new ArgumentException($"Nothing waits under {number}.", nameof(number));

    internal static int Put(object? value)
    {
        var number = Interlocked.Increment(ref _last);
        Waiting[number] = value;
        return number;
    }
}

namespace TorchSharp.Native;

/// <summary>
/// Keeps native memory flat for code that disposes nothing: the bytes of live tensors are counted, and when they have grown by a
/// budget since the last collection, one is run so that finalizers give unreachable tensors back.
/// </summary>
internal static class MemoryPressure
{
    private const long Smallest = 96L << 20;
    private static long outstanding;
    private static long threshold = Smallest;
    private static int collecting;

    /// <summary>Native bytes held by tensors that managed code can still reach or that await their finalizer.</summary>
    public static long Outstanding => Interlocked.Read(ref outstanding);

    public static void Add(long bytes)
    {
        if (Interlocked.Add(ref outstanding, bytes) > Volatile.Read(ref threshold)) Collect();
    }

    public static void Remove(long bytes) => Interlocked.Add(ref outstanding, -bytes);

    private static void Collect()
    {
        if (Interlocked.Exchange(ref collecting, 1) != 0) return;
        try
        {
            // Most garbage is young; only when the young generation did not free enough are the older ones searched.
            long before = Outstanding;
            GC.Collect(0, GCCollectionMode.Forced, blocking: true);
            GC.WaitForPendingFinalizers();
            if (Outstanding > before / 2)
            {
                GC.Collect(2, GCCollectionMode.Forced, blocking: true);
                GC.WaitForPendingFinalizers();
            }
            // What is left is in use: let it grow by its own size, or by the smallest budget, before looking again.
            Volatile.Write(ref threshold, Outstanding + Math.Max(Smallest, Outstanding / 2));
        }
        finally
        {
            Volatile.Write(ref collecting, 0);
        }
    }
}

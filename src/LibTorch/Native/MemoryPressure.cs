namespace TorchSharp.Native;

/// <summary>
/// Keeps native memory flat for code that disposes nothing: native bytes are counted, and when they have grown by a budget since the
/// last collection, one is run so that finalizers give unreachable tensors back.
/// </summary>
/// <remarks>
/// CPU memory is counted where it is allocated, so what only a graph holds counts too; what a handle costs beside it — structures,
/// memory on other devices — is counted with the handle.
/// </remarks>
internal static unsafe class MemoryPressure
{
    private const long Smallest = 48L << 20;
    private static readonly long* LiveCpuBytes = Api.wb_live_cpu_bytes();
    private static long handles; // beyond what every handle costs
    private static long threshold = Smallest;
    private static int collecting;

    /// <summary>Native bytes held by tensors that managed code can still reach or that await their finalizer.</summary>
    public static long Outstanding => Interlocked.Read(ref handles) + torch.Tensor.TotalCount * EveryHandle + CpuBytes;

    /// <summary>libtorch's structures for a tensor; kept in step with <c>internal.h</c>.</summary>
    public const long EveryHandle = 768;

    private static long CpuBytes => LiveCpuBytes is null ? 0 : Volatile.Read(ref *LiveCpuBytes);

    /// <summary>A handle has been made, one of <paramref name="alive"/>.</summary>
    public static void Add(long extra, long alive)
    {
        // Most tensors are plain and on the CPU: nothing beyond a handle, and no further number that all threads write to.
        long beyond = extra == 0 ? Volatile.Read(ref handles) : Interlocked.Add(ref handles, extra);
        if (beyond + alive * EveryHandle + CpuBytes > Volatile.Read(ref threshold)) Collect();
    }

    public static void Remove(long extra)
    {
        if (extra != 0) Interlocked.Add(ref handles, -extra);
    }

    /// <summary>Gives back every tensor that managed code cannot reach any more; what is done before an allocation is called a failure.</summary>
    public static void CollectAll()
    {
        for (int i = 0; i < 2; i++) // a tensor's finalizer may let go of a graph whose hooks hold others
        {
            GC.Collect(2, GCCollectionMode.Forced, blocking: true);
            GC.WaitForPendingFinalizers();
        }
    }

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

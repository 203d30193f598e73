using System.Runtime.InteropServices;

namespace TorchSharp.Native;

/// <summary>Failures of managed code that libtorch called back, kept until the native call that led there returns.</summary>
internal static class Callbacks
{
    // Backward runs CPU work on the calling thread and device work on others, so the failure cannot live in a thread's own field.
    private static Exception? failure;

    public static void Fail(Exception error) => Interlocked.CompareExchange(ref failure, error, null);

    public static Exception? TakeFailure() => Interlocked.Exchange(ref failure, null);

    public static nint Root(object target) => (nint)GCHandle.Alloc(target);

    public static T Target<T>(nint context) where T : class => (T)((GCHandle)context).Target!;

    /// <summary>Called by native code when it lets go of a context.</summary>
    [UnmanagedCallersOnly]
    public static void Release(nint context) => ((GCHandle)context).Free();
}

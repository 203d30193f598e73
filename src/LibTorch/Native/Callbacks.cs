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

    /// <summary>A gradient for user code that may keep it: it outlives the callback's scope, and its memory is accounted for.</summary>
    public static torch.Tensor Keep(torch.Tensor gradient)
    {
        Api.wb_retain(gradient.Handle);
        var kept = new torch.Tensor(gradient.Handle, gradient.numel() * gradient.element_size());
        return kept.MoveToOuterDisposeScope();
    }

    /// <summary>Called by native code when it lets go of a context.</summary>
    [UnmanagedCallersOnly]
    public static void Release(nint context)
    {
        var handle = (GCHandle)context;
        (handle.Target as IDisposable)?.Dispose();
        handle.Free();
    }
}

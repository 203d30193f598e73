using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>Takes over a native reference, such as <see cref="DecoupleFromNativeHandle"/> gave up.</summary>
        /// <exception cref="ArgumentException">The reference is zero.</exception>
        public static Tensor UnsafeCreateTensor(nint handle) =>
            handle != 0 ? new Tensor(handle, MemoryPressure.EveryHandle) : throw new ArgumentException("the native reference is zero", nameof(handle));

        /// <summary>Gives up the native reference without releasing it: whoever gets it has to. This object is as if disposed.</summary>
        /// <exception cref="InvalidOperationException">The tensor has been disposed.</exception>
        public nint DecoupleFromNativeHandle()
        {
            var given = Handle;
            Api.wb_retain(given);
            Dispose();
            return given;
        }

        /// <summary>The name that TorchSharp had first for <see cref="DetachFromDisposeScope"/>.</summary>
        public Tensor DetatchFromDisposeScope() => DetachFromDisposeScope();
    }
}

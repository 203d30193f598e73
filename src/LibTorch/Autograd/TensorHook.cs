using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>A hook on a tensor's gradient.</summary>
    public sealed class TensorHook
    {
        private readonly Tensor tensor;
        private readonly long id;
        private readonly AccumulateHook? accumulate;
        private int removed;

        internal TensorHook(Tensor tensor, long id)
        {
            this.tensor = tensor;
            this.id = id;
        }

        internal TensorHook(Tensor tensor, AccumulateHook accumulate)
        {
            this.tensor = tensor;
            this.accumulate = accumulate;
        }

        /// <summary>Ends the hook; once is enough, twice does no harm.</summary>
        public void remove()
        {
            if (Interlocked.Exchange(ref removed, 1) != 0) return;
            if (accumulate is not null) accumulate.Disable();
            else if (!tensor.IsInvalid) Api.Check(Api.wb_remove_hook(tensor.Handle, id));
        }

        [UnmanagedCallersOnly]
        internal static unsafe nint Invoke(nint context, nint grad, int* failed) => Call(context, grad, failed, keep: true);

        [UnmanagedCallersOnly]
        internal static unsafe nint InvokeOnLeaf(nint context, nint leaf, int* failed) => Call(context, leaf, failed, keep: false);

        private static unsafe nint Call(nint context, nint handle, int* failed, bool keep)
        {
            try
            {
                using var scope = NewDisposeScope();
                Api.wb_retain(handle);
                var given = new Tensor(handle, 0);
                var result = Callbacks.Target<Func<Tensor, Tensor?>>(context)(keep ? Callbacks.Keep(given) : given);
                if (result is null) return 0;
                Api.wb_retain(result.Handle);
                return result.Handle;
            }
            catch (Exception error)
            {
                Callbacks.Fail(error);
                *failed = 1;
                return 0;
            }
        }
    }

    /// <summary>The native side of a hook on a leaf; lives as long as the managed tensor that it was registered on.</summary>
    internal sealed class AccumulateHook
    {
        private static readonly ConditionalWeakTable<Tensor, List<AccumulateHook>> owners = [];
        private readonly nint handle;

        public AccumulateHook(Tensor tensor, nint handle)
        {
            this.handle = handle;
            var list = owners.GetOrCreateValue(tensor);
            lock (list) list.Add(this);
        }

        ~AccumulateHook() => Api.wb_release_accumulate_hook(handle);

        public void Disable()
        {
            Api.wb_disable_accumulate_hook(handle);
            GC.KeepAlive(this);
        }
    }
}

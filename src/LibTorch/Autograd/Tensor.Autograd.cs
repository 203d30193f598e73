using System.Runtime.InteropServices;
using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>Accumulates the gradients of this scalar into the leaves of its graph.</summary>
        public void backward() => autograd.backward([this]);

        public void backward(IList<Tensor>? grad_tensors = null, bool retain_graph = false, bool create_graph = false, IList<Tensor>? inputs = null) =>
            autograd.backward([this], grad_tensors, retain_graph, create_graph, inputs);

        /// <summary>The accumulated gradient of a leaf, or null before any backward.</summary>
        public unsafe Tensor? grad
        {
            get
            {
                Result result;
                Api.Check(Api.wb_get_grad(Handle, &result));
                GC.KeepAlive(this);
                return Handles.Take(result);
            }
            set
            {
                Api.Check(Api.wb_set_grad(Handle, value?.Handle ?? 0));
                GC.KeepAlive(value);
                GC.KeepAlive(this);
            }
        }

        /// <summary>Keeps the gradient of a tensor that is not a leaf.</summary>
        public void retain_grad() => Api.Check(Api.wb_retain_grad(Handle));

        /// <summary>
        /// Calls a function with the gradient of this tensor whenever it is computed; what it returns, if not null, replaces the gradient.
        /// </summary>
        /// <returns>A handle whose <see cref="TensorHook.remove"/> ends it.</returns>
        public unsafe TensorHook register_hook(Func<Tensor, Tensor?> hook)
        {
            ArgumentNullException.ThrowIfNull(hook);
            long id;
            Api.Check(Api.wb_register_hook(Handle, &TensorHook.Invoke, &Callbacks.Release, Callbacks.Root(hook), &id));
            return new TensorHook(this, id);
        }
    }

    /// <summary>A hook on a tensor's gradient.</summary>
    public sealed class TensorHook
    {
        private readonly Tensor tensor;
        private readonly long id;

        internal TensorHook(Tensor tensor, long id)
        {
            this.tensor = tensor;
            this.id = id;
        }

        public void remove() => Api.Check(Api.wb_remove_hook(tensor.Handle, id));

        [UnmanagedCallersOnly]
        internal static unsafe nint Invoke(nint context, nint grad, int* failed)
        {
            try
            {
                using var scope = NewDisposeScope();
                Api.wb_retain(grad);
                var result = Callbacks.Target<Func<Tensor, Tensor?>>(context)(new Tensor(grad, 0));
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
}

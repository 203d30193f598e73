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

        /// <summary>
        /// Calls a function with this leaf after a gradient has been added to its <c>.grad</c>, for instance to step and free it at once.
        /// </summary>
        /// <returns>A handle whose <see cref="TensorHook.remove"/> ends it; without, it lasts as long as this object.</returns>
        /// <exception cref="InvalidOperationException">This is no leaf, or needs no gradient.</exception>
        public unsafe TensorHook register_post_accumulate_grad_hook(Action<Tensor> hook)
        {
            ArgumentNullException.ThrowIfNull(hook);
            if (!requires_grad || !is_leaf) throw new InvalidOperationException("post accumulate grad hooks cannot be registered on non-leaf tensors or on tensors that don't require gradient");
            Func<Tensor, Tensor?> adapted = leaf =>
            {
                hook(leaf);
                return null;
            };
            nint made;
            Api.Check(Api.wb_register_accumulate_hook(Handle, &TensorHook.InvokeOnLeaf, &Callbacks.Release, Callbacks.Root(adapted), &made));
            return new TensorHook(this, new AccumulateHook(this, made));
        }
    }
}

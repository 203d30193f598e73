using TorchSharp.Native;

namespace TorchSharp.Modules
{
    /// <summary>A tensor that a module trains: a leaf of the autograd graph that takes over the storage of the given tensor.</summary>
    public class Parameter : torch.Tensor
    {
        /// <param name="data">Becomes the parameter; the tensor object itself must not be used any more.</param>
        /// <param name="requires_grad">Whether gradients are computed for it.</param>
        public Parameter(torch.Tensor data, bool requires_grad = true) : base(Leaf(data), data.AccountedBytes, registered: false)
        {
            data.OwningDisposeScope?.Replace(data, this);
            data.Surrender();
            this.requires_grad = requires_grad;
        }

        // A reference of our own to the tensor, or to its values when an operation made it.
        private static nint Leaf(torch.Tensor data)
        {
            ArgumentNullException.ThrowIfNull(data);
            if (data.is_leaf)
            {
                Api.wb_retain(data.Handle);
                return data.Handle;
            }
            using var scope = DisposeScopeManager.NewUncountedScope();
            var detached = data.detach();
            Api.wb_retain(detached.Handle);
            return detached.Handle;
        }
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public partial class Tensor
        {
            internal long AccountedBytes => (long)beyond * 64 + MemoryPressure.EveryHandle;
        }

        public static partial class nn
        {
            /// <summary>Makes a parameter of a tensor, which must not be used any more.</summary>
            public static Modules.Parameter Parameter(Tensor data, bool requires_grad = true) => new(data, requires_grad);
        }
    }
}

using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>Sees the gradients of a module's result.</summary>
        /// <returns>Gradients to use instead, as many, or null to keep them.</returns>
        public delegate Tensor?[]? FullBackwardPreHook(Module module, Tensor?[] grad_output);

        /// <summary>Sees the gradients of a module's inputs and of its result; null where there is none.</summary>
        /// <returns>Gradients of the inputs to use instead, as many, or null to keep them.</returns>
        public delegate Tensor?[]? FullBackwardHook(Module module, Tensor?[] grad_input, Tensor?[] grad_output);

        /// <summary>
        /// One forward pass of a module with backward hooks: inputs and result go through identities of the graph, whose backward
        /// passes are where the gradients are seen. The hooks are those of the time of the forward pass.
        /// </summary>
        internal sealed class BackwardWatch(Module module, FullBackwardPreHook[] before, FullBackwardHook[] after)
        {
            private int inputCount;
            private bool inputsWatched;
            private Tensor?[]? gradOutputs;

            /// <summary>The inputs of the module, those that need gradients as views that belong to the watch.</summary>
            public object?[] Inputs(params object?[] inputs)
            {
                var parts = Parts(inputs);
                inputCount = parts.Count;
                var watched = Replace(parts, inputs, InputGradients);
                inputsWatched = watched is not null;
                return watched ?? inputs;
            }

            /// <summary>The result of the module, watched likewise.</summary>
            public TResult Output<TResult>(TResult result)
            {
                object?[] outputs = [result];
                return Replace(Parts(outputs), outputs, OutputGradients) is { } watched ? (TResult)watched[0]! : result;
            }

            private static List<Tensor?> Parts(object?[] values)
            {
                var parts = new List<Tensor?>();
                foreach (var value in values) TensorParts.Read(value, parts);
                return parts;
            }

            private object?[]? Replace(List<Tensor?> parts, object?[] values, Func<Tensor?[], Tensor?[]> gradients)
            {
                if (!is_grad_enabled()) return null;
                var places = Enumerable.Range(0, parts.Count).Where(i => parts[i] is { requires_grad: true }).ToArray();
                if (places.Length == 0) return null;
                if (!values.All(TensorParts.Replaceable))
                    throw new NotSupportedException($"backward hooks of {module.GetName()}: its inputs and results may be tensors, arrays and lists of tensors, and tuples of at most seven of them");
                int count = parts.Count;
                var views = autograd.Identity("BackwardHook", places.Select(i => parts[i]!).ToArray(), grads =>
                {
                    var all = new Tensor?[count];
                    for (int k = 0; k < places.Length; k++) all[places[k]] = grads[k];
                    var replaced = gradients(all);
                    return places.Select(i => replaced[i]).ToArray();
                });
                var queue = new Tensor?[count];
                for (int k = 0; k < places.Length; k++) queue[places[k]] = views[k];
                var rest = new Queue<Tensor?>(queue);
                return values.Select(v => TensorParts.Write(v, rest)).ToArray();
            }

            private Tensor?[] OutputGradients(Tensor?[] grads)
            {
                foreach (var hook in before)
                    if (hook(module, grads) is { } changed)
                        grads = changed.Length == grads.Length ? changed
                            : throw new InvalidOperationException($"Backward pre hook returned an invalid number of grad_output, got {changed.Length}, but expected {grads.Length}");
                // They are shown again when the gradients of the inputs come, in another callback.
                grads = [.. grads.Select(g => g is null ? null : Callbacks.Keep(g))];
                gradOutputs = grads;
                if (inputsWatched) return grads;
                foreach (var hook in after)
                    if (hook(module, new Tensor?[inputCount], grads) is { } changed && changed.Any(g => g is not null))
                        throw new InvalidOperationException("Backward hook for Modules where no input requires gradient should always return None or None for all gradients.");
                gradOutputs = null;
                return grads;
            }

            private Tensor?[] InputGradients(Tensor?[] grads)
            {
                // Gradients that come to the inputs past the result, as in a second backward, are not the module's.
                if (gradOutputs is not { } outer) return grads;
                foreach (var hook in after)
                    if (hook(module, grads, outer) is { } changed)
                        grads = changed.Length == grads.Length ? changed
                            : throw new InvalidOperationException($"Backward hook returned an invalid number of grad_input, got {changed.Length}, but expected {grads.Length}");
                gradOutputs = null;
                return grads;
            }
        }
    }
}

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>Helpers for gradients, parameters and sequences.</summary>
        public static partial class utils
        {
            /// <summary>Scales gradients so that their norm, taken over all together, is at most <paramref name="max_norm"/>.</summary>
            /// <returns>The norm before.</returns>
            public static double clip_grad_norm_(IEnumerable<Modules.Parameter> tensors, double max_norm, double norm_type = 2.0)
            {
                ArgumentNullException.ThrowIfNull(tensors);
                Require.NotNegative(max_norm);
                using var guard = no_grad();
                using var scope = NewDisposeScope();
                var grads = Gradients(tensors);
                if (grads.Length == 0) return 0;
                var device = grads[0].device;
                Tensor total;
                if (double.IsPositiveInfinity(norm_type))
                    total = stack([.. grads.Select(grad => grad.abs().max().to(device))]).max();
                else
                    total = Ops.norm_Scalar(stack([.. Ops._foreach_norm_Scalar(grads, norm_type).Select(norm => norm.to(device))]), norm_type);
                var result = total.to(ScalarType.Float64).item<double>();
                var share = max_norm / (result + 1e-6);
                if (share < 1) Ops._foreach_mul__Scalar(grads, share);
                return result;
            }

            /// <summary>Limits every element of the gradients to ±<paramref name="clip_value"/>.</summary>
            public static void clip_grad_value_(IEnumerable<Modules.Parameter> tensors, double clip_value)
            {
                ArgumentNullException.ThrowIfNull(tensors);
                Require.NotNegative(clip_value);
                using var guard = no_grad();
                using var scope = NewDisposeScope();
                foreach (var grad in Gradients(tensors)) grad.clamp_(-clip_value, clip_value);
            }

            /// <summary>All parameters in one vector, one after the other.</summary>
            public static Tensor parameters_to_vector(IEnumerable<Modules.Parameter> tensors)
            {
                ArgumentNullException.ThrowIfNull(tensors);
                using var scope = NewDisposeScope();
                return cat([.. tensors.Select(tensor => tensor.reshape(-1))], 0).MoveToOuterDisposeScope();
            }

            /// <summary>Writes the elements of a vector into the parameters, one after the other.</summary>
            /// <exception cref="ArgumentException">The vector has not as many elements as the parameters together.</exception>
            public static void vector_to_parameters(Tensor vec, IEnumerable<Modules.Parameter> tensors)
            {
                ArgumentNullException.ThrowIfNull(vec);
                ArgumentNullException.ThrowIfNull(tensors);
                using var guard = no_grad();
                using var scope = NewDisposeScope();
                var list = tensors.ToList();
                var total = list.Sum(tensor => tensor.numel());
                if (vec.numel() != total)
                    throw new ArgumentException($"The vector has {vec.numel()} elements, the parameters have {total}.", nameof(vec));
                var place = 0L;
                foreach (var tensor in list)
                {
                    tensor.copy_(vec.narrow(0, place, tensor.numel()).view_as(tensor));
                    place += tensor.numel();
                }
            }

            private static Tensor[] Gradients(IEnumerable<Modules.Parameter> tensors)
                => [.. tensors.Select(tensor => tensor.grad).Where(grad => grad is not null).Select(grad => grad!)];
        }
    }
}

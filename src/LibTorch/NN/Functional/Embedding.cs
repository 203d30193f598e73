namespace TorchSharp;

/// <summary>What an embedding bag makes of its rows.</summary>
public enum EmbeddingBagMode
{
    Sum = 0,
    Mean = 1,
    Max = 2,
}

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            /// <summary>The rows of <paramref name="weight"/> that the indices name.</summary>
            public static Tensor embedding(Tensor input, Tensor weight, long? padding_idx = null, double? max_norm = null,
                double norm_type = 2.0, bool scale_grad_by_freq = false, bool sparse = false)
            {
                Renormalise(input, weight, max_norm, norm_type);
                return Ops.embedding(weight, input, RowIndex(padding_idx, weight.shape[0]) ?? -1, scale_grad_by_freq, sparse);
            }

            /// <summary>Sums, means or maxima of bags of rows of <paramref name="weight"/>.</summary>
            /// <param name="input">[bags, n], or [n] with the offsets at which bags begin.</param>
            public static Tensor embedding_bag(Tensor input, Tensor weight, Tensor? offsets = null, double? max_norm = null,
                double norm_type = 2.0, bool scale_grad_by_freq = false, EmbeddingBagMode mode = EmbeddingBagMode.Mean,
                bool sparse = false, Tensor? per_sample_weights = null, bool include_last_offset = false, long? padding_idx = null)
            {
                if (offsets is not null && offsets.dtype != input.dtype)
                    throw new ArgumentException("input and offsets must have the same element type.", nameof(offsets));
                using var scope = NewDisposeScope();
                var shape = input.shape;
                switch (shape.Length)
                {
                    case 2 when offsets is not null:
                        throw new ArgumentException("'offsets' must be null for a 2-D input.", nameof(offsets));
                    case 2:
                        offsets = arange(0, shape[0] * shape[1], shape[1], dtype: input.dtype, device: input.device);
                        input = input.reshape(-1);
                        per_sample_weights = per_sample_weights?.reshape(-1);
                        break;
                    case 1 when offsets is null:
                        throw new ArgumentException("'offsets' must be non-null for a 1-D input.", nameof(offsets));
                    case 1:
                        break;
                    default:
                        throw new ArgumentException($"input has to be 1D or 2D Tensor, but got {shape.Length}D.", nameof(input));
                }
                Renormalise(input, weight, max_norm, norm_type);
                var (result, _, _, _) = Ops.embedding_bag_padding_idx(weight, input, offsets!, scale_grad_by_freq, (long)mode, sparse,
                    per_sample_weights, include_last_offset, RowIndex(padding_idx, weight.shape[0]));
                return result.MoveToOuterDisposeScope();
            }

            // Counts negative indices from the end.
            internal static long? RowIndex(long? index, long rows)
            {
                if (index is not { } given) return null;
                if (given < -rows || given >= rows)
                    throw new ArgumentException($"Padding_idx must be within num_embeddings ({rows}), got {given}", nameof(index));
                return given < 0 ? given + rows : given;
            }

            private static void Renormalise(Tensor input, Tensor weight, double? max_norm, double norm_type)
            {
                if (max_norm is not { } limit) return;
                using var guard = no_grad();
                using var indices = input.contiguous();
                Ops.embedding_renorm_(weight, indices, limit, norm_type);
            }
        }
    }
}

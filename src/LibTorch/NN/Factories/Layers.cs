using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>x · weightᵀ + bias, initialised as PyTorch does.</summary>
        public static Linear Linear(long inputSize, long outputSize, bool hasBias = true, Device? device = null,
            ScalarType? dtype = null) => new(inputSize, outputSize, hasBias, device, dtype);

        /// <summary>x · weightᵀ + bias with the given parameters.</summary>
        public static Linear Linear(Parameter weight, Parameter? bias = null) => new(weight, bias);

        /// <summary>x1ᵀ · weight · x2 + bias.</summary>
        public static Bilinear Bilinear(long in1_features, long in2_features, long out_features, bool hasBias = true,
            Device? device = null, ScalarType? dtype = null) => new(in1_features, in2_features, out_features, hasBias, device, dtype);

        /// <summary>Returns its input.</summary>
        public static Identity Identity() => new();

        /// <summary>Makes one dimension of those from start_dim to end_dim.</summary>
        public static Flatten Flatten(long start_dim = 1, long end_dim = -1) => new(start_dim, end_dim);

        /// <summary>Makes several dimensions of one.</summary>
        public static Unflatten Unflatten(long dim, long[] unflattened_size) => new(dim, unflattened_size);

        /// <summary>Zeroes elements with probability p in training.</summary>
        public static Dropout Dropout(double p = 0.5, bool inplace = false) => new(p, inplace);

        /// <summary>Zeroes whole channels of [N, C, L] with probability p in training.</summary>
        public static Dropout1d Dropout1d(double p = 0.5, bool inplace = false) => new(p, inplace);

        /// <summary>Zeroes whole channels of [N, C, H, W] with probability p in training.</summary>
        public static Dropout2d Dropout2d(double p = 0.5, bool inplace = false) => new(p, inplace);

        /// <summary>Zeroes whole channels of [N, C, D, H, W] with probability p in training.</summary>
        public static Dropout3d Dropout3d(double p = 0.5, bool inplace = false) => new(p, inplace);

        /// <summary>Dropout for SELU networks.</summary>
        public static AlphaDropout AlphaDropout(double p = 0.5, bool inplace = false) => new(p, inplace);

        /// <summary>Dropout of whole channels for SELU networks.</summary>
        public static FeatureAlphaDropout FeatureAlphaDropout(double p, bool inplace) => new(p, inplace);

        /// <summary>Dropout of whole channels for SELU networks.</summary>
        public static FeatureAlphaDropout FeatureAlphaDropout(double p = 0.5) => new(p, false);

        /// <summary>x1 · x2 / (‖x1‖ · ‖x2‖).</summary>
        public static CosineSimilarity CosineSimilarity(long dim = 1, double eps = 1e-8) => new(dim, eps);

        /// <summary>The p-norm of the difference.</summary>
        public static PairwiseDistance PairwiseDistance(double p = 2.0, double eps = 1e-6, bool keepdim = false)
            => new(p, eps, keepdim);

        /// <summary>Rows of a table of trained vectors.</summary>
        public static Embedding Embedding(long num_embeddings, long embedding_dims, long? padding_idx = null,
            double? max_norm = null, double norm_type = 2.0, bool scale_grad_by_freq = false, bool sparse = false,
            Device? device = null, ScalarType? dtype = null)
            => new(num_embeddings, embedding_dims, padding_idx, max_norm, norm_type, scale_grad_by_freq, sparse, device, dtype);

        /// <summary>Rows of the given table.</summary>
        public static Embedding Embedding_from_pretrained(Tensor embeddings, bool freeze = true, long? padding_idx = null,
            double? max_norm = null, double norm_type = 2.0, bool scale_grad_by_freq = false, bool sparse = false,
            Device? device = null, ScalarType? dtype = null)
            => new(Table(embeddings, freeze, device, dtype), padding_idx, max_norm, norm_type, scale_grad_by_freq, sparse);

        /// <summary>Sums, means or maxima of bags of rows of a table.</summary>
        public static EmbeddingBag EmbeddingBag(long num_embeddings, long embedding_dims, double? max_norm = null,
            double norm_type = 2.0, bool scale_grad_by_freq = false, EmbeddingBagMode mode = EmbeddingBagMode.Mean,
            bool sparse = false, bool include_last_offset = false, long padding_index = -1, Device? device = null,
            ScalarType? dtype = null)
            => new(Modules.Embedding.Draw(num_embeddings, embedding_dims, padding_index < 0 ? null : padding_index, device, dtype), max_norm, norm_type,
                scale_grad_by_freq, mode, sparse, include_last_offset, padding_index);

        /// <summary>Sums, means or maxima of bags of rows of the given table.</summary>
        public static EmbeddingBag EmbeddingBag_from_pretrained(Tensor embeddings, bool freeze = true, double? max_norm = null,
            double norm_type = 2.0, bool scale_grad_by_freq = false, EmbeddingBagMode mode = EmbeddingBagMode.Mean,
            bool sparse = false, bool include_last_offset = false, long padding_index = -1, Device? device = null,
            ScalarType? dtype = null)
            => new(Table(embeddings, freeze, device, dtype), max_norm, norm_type, scale_grad_by_freq, mode, sparse,
                include_last_offset, padding_index);

        private static Parameter Table(Tensor embeddings, bool freeze, Device? device, ScalarType? dtype)
        {
            if (embeddings.ndim != 2) throw new ArgumentException("Embeddings parameter is expected to be 2-dimensional", nameof(embeddings));
            using var detached = embeddings.detach();
            return Parameter(detached.to(dtype ?? embeddings.dtype, device ?? embeddings.device), requires_grad: !freeze);
        }
    }
}

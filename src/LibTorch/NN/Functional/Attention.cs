namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            /// <summary>softmax(query · keyᵀ / √E + mask) · value (Vaswani et al., arXiv:1706.03762).</summary>
            /// <param name="query">[…, L, E].</param>
            /// <param name="key">[…, S, E].</param>
            /// <param name="value">[…, S, Ev].</param>
            /// <param name="attn_mask">[…, L, S]: added to the scores, or (bool) true where attention is allowed.</param>
            /// <param name="p">The share of attention weights to drop.</param>
            /// <param name="is_casual">Let each position see only itself and those before it.</param>
            public static Tensor scaled_dot_product_attention(Tensor query, Tensor key, Tensor value, Tensor? attn_mask = null,
                double p = 0.0, bool is_casual = false)
            {
                if (p < 0) throw new ArgumentException("Dropout probability must be greater than or equal to zero.", nameof(p));
                if (is_casual && attn_mask is not null)
                    throw new ArgumentException("Casual attention masking cannot pass a mask.", nameof(attn_mask));
                if (Ops.Has_scaled_dot_product_attention)
                    return Ops.scaled_dot_product_attention(query, key, value, attn_mask, p, is_casual);
                return Attend(query, key, value, attn_mask, p, is_casual, weights: out _, keepWeights: false);
            }

            /// <summary>The same from single operators, for libtorch before 2.0, and where the weights are asked for.</summary>
            internal static Tensor Attend(Tensor query, Tensor key, Tensor value, Tensor? mask, double p, bool causal,
                out Tensor? weights, bool keepWeights)
            {
                using var scope = NewDisposeScope();
                if (causal) mask = ones([query.size(-2), key.size(-2)], dtype: ScalarType.Bool, device: query.device).tril();
                var scores = (query * (1 / Math.Sqrt(query.size(-1)))).matmul(key.transpose(-2, -1));
                if (mask is { dtype: ScalarType.Bool }) scores = scores.masked_fill(mask.logical_not(), double.NegativeInfinity);
                else if (mask is not null) scores = scores + mask;
                var shares = softmax(scores, -1);
                if (p > 0) shares = dropout(shares, p);
                weights = keepWeights ? shares.MoveToOuterDisposeScope() : null;
                return shares.matmul(value).MoveToOuterDisposeScope();
            }
        }
    }
}

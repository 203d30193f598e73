using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>The nonlinearity of a transformer's feed-forward blocks.</summary>
        public enum Activations
        {
            ReLU = 0,
            GELU = 1,
        }

        /// <summary>Attention in several subspaces at once.</summary>
        public static MultiheadAttention MultiheadAttention(long embedded_dim, long num_heads, double dropout = 0.0,
            bool bias = true, bool add_bias_kv = false, bool add_zero_attn = false, long? kdim = null, long? vdim = null)
            => new(embedded_dim, num_heads, dropout, bias, add_bias_kv, add_zero_attn, kdim ?? embedded_dim, vdim ?? embedded_dim);

        /// <summary>One layer of a transformer's encoder.</summary>
        public static TransformerEncoderLayer TransformerEncoderLayer(long d_model = 512, long nhead = 8,
            long dim_feedforward = 2048, double dropout = 0.1, Activations activation = Activations.ReLU)
            => new(d_model, nhead, dim_feedforward, dropout, activation);

        /// <summary>Encoder layers one after the other, all beginning as copies of one.</summary>
        public static TransformerEncoder TransformerEncoder(TransformerEncoderLayer encoder_layer, long num_layers)
            => new(encoder_layer, num_layers);

        /// <summary>One layer of a transformer's decoder.</summary>
        public static TransformerDecoderLayer TransformerDecoderLayer(long d_model = 512, long nhead = 8,
            long dim_feedforward = 2048, double dropout = 0.1, Activations activation = Activations.ReLU)
            => new(d_model, nhead, dim_feedforward, dropout, activation);

        /// <summary>Decoder layers one after the other, all beginning as copies of one.</summary>
        public static TransformerDecoder TransformerDecoder(TransformerDecoderLayer decoder_layer, long num_layers)
            => new(decoder_layer, num_layers);

        /// <summary>Encoder and decoder.</summary>
        public static Transformer Transformer(long d_model = 512, long nhead = 8, long num_encoder_layers = 6,
            long num_decoder_layers = 6, long dim_feedforward = 2048, double dropout = 0.1, Activations activation = Activations.ReLU)
            => new(d_model, nhead, num_encoder_layers, num_decoder_layers, dim_feedforward, dropout, activation);
    }
}

using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using static TorchSharp.torch.nn.functional;
using static TorchSharp.torch.nn.utils.rnn;

namespace Workbench.LibTorch.Tests.NN;

/// <summary>The recurrent and attention modules that stand for the cases of tests/golden/nn.py.</summary>
internal static class GoldenSequenceModules
{
    public static void Recurrent(Action<string, GoldenModules.Make> any, Action<string, Func<Tensor[], Tensor>> function)
    {
        void Plain(string name, Func<RNN> make) => any(name, () =>
        {
            var rnn = make();
            return (rnn, x => List(rnn.call(x[0], x.Length > 1 ? x[1] : null)));
        });
        void Gated(string name, Func<GRU> make) => any(name, () =>
        {
            var gru = make();
            return (gru, x => List(gru.call(x[0], x.Length > 1 ? x[1] : null)));
        });
        Plain("RNN", () => RNN(3, 4));
        Plain("RNN.relu", () => RNN(3, 4, 2, NonLinearities.ReLU, bias: false, batchFirst: true, bidirectional: true));
        Gated("GRU", () => GRU(3, 4, 2, batchFirst: true));
        Gated("GRU.bidirectional", () => GRU(3, 2, bidirectional: true));
        any("LSTM", () =>
        {
            var lstm = LSTM(3, 4, 2, bidirectional: true);
            return (lstm, x => List(lstm.call(x[0], (x[1], x[2]))));
        });
        any("LSTM.unbatched", () =>
        {
            var lstm = LSTM(3, 4);
            return (lstm, x => List(lstm.call(x[0])));
        });
        any("RNNCell", () =>
        {
            var cell = RNNCell(3, 4);
            return (cell, x => [cell.call(x[0], x[1])]);
        });
        any("RNNCell.relu", () =>
        {
            var cell = RNNCell(3, 4, NonLinearities.ReLU, bias: false);
            return (cell, x => [cell.call(x[0])]);
        });
        any("GRUCell", () =>
        {
            var cell = GRUCell(3, 4);
            return (cell, x => [cell.call(x[0], x[1])]);
        });
        any("LSTMCell", () =>
        {
            var cell = LSTMCell(3, 4);
            Tensor[] Run(Tensor[] x)
            {
                var (h, c) = cell.call(x[0], (x[1], x[2]));
                return [h, c];
            }

            return (cell, Run);
        });
        any("GRU.packed", () =>
        {
            var gru = GRU(3, 4);
            Tensor[] Run(Tensor[] x)
            {
                using var packed = pack_padded_sequence(x[0], x[2], enforce_sorted: false);
                var (output, last) = gru.call(packed, x[1]);
                var (padded, lengths) = pad_packed_sequence(output, padding_value: -1);
                return [padded, lengths, last];
            }

            return (gru, Run);
        });
        any("LSTM.packed", () =>
        {
            var lstm = LSTM(3, 4);
            Tensor[] Run(Tensor[] x)
            {
                var (output, h, c) = lstm.call(pack_padded_sequence(x[0], x[1], batch_first: true));
                return [pad_packed_sequence(output, batch_first: true, total_length: 6).Item1, h, c];
            }

            return (lstm, Run);
        });
        function("pad_sequence", x => pad_sequence([x[0], x[1]], batch_first: true, padding_value: 2));
    }

    public static void Attention(Action<string, GoldenModules.Make> any, Action<string, Func<Tensor[], Tensor>> function)
    {
        void Heads(string name, Func<MultiheadAttention> make, Func<MultiheadAttention, Tensor[], Tuple<Tensor, Tensor>> call)
            => any(name, () =>
            {
                var module = make();
                return (module, x => [.. new[] { call(module, x).Item1, call(module, x).Item2 }.Where(t => t is not null)]);
            });
        Heads("MultiheadAttention", () => MultiheadAttention(4, 2), (m, x) => m.call(x[0], x[0], x[0]));
        Heads("MultiheadAttention.padding", () => MultiheadAttention(4, 2, bias: false), (m, x) => m.call(x[0], x[1], x[2], x[3]));
        Heads("MultiheadAttention.wide", () => MultiheadAttention(4, 2, add_bias_kv: true, add_zero_attn: true, kdim: 3, vdim: 2),
            (m, x) => m.call(x[0], x[1], x[2], x[3], attn_mask: x[4]));
        Heads("MultiheadAttention.plain", () => MultiheadAttention(4, 1),
            (m, x) => m.call(x[0], x[1], x[1], need_weights: false, attn_mask: x[2]));
        any("TransformerEncoderLayer", () =>
        {
            var layer = TransformerEncoderLayer(4, 2, 6, 0);
            return (layer, x => [layer.call(x[0])]);
        });
        any("TransformerEncoderLayer.mask", () =>
        {
            var layer = TransformerEncoderLayer(4, 2, 6, 0, Activations.GELU);
            return (layer, x => [layer.call(x[0], x[1])]);
        });
        any("TransformerEncoder", () =>
        {
            var encoder = TransformerEncoder(TransformerEncoderLayer(4, 2, 6, 0), 2);
            return (encoder, x => [encoder.call(x[0])]);
        });
        any("TransformerDecoderLayer", () =>
        {
            var layer = TransformerDecoderLayer(4, 2, 6, 0);
            return (layer, x => [layer.call(x[0], x[1], x[2], memory_key_padding_mask: x[3])]);
        });
        any("TransformerDecoder", () =>
        {
            var decoder = TransformerDecoder(TransformerDecoderLayer(4, 2, 6, 0), 2);
            return (decoder, x => [decoder.call(x[0], x[1])]);
        });
        any("Transformer", () =>
        {
            var transformer = Transformer(4, 2, 1, 1, 6, 0);
            return (transformer, x => [transformer.call(x[0], x[1])]);
        });
        function("attention", x => scaled_dot_product_attention(x[0], x[1], x[2]));
        function("attention.causal", x => scaled_dot_product_attention(x[0], x[1], x[2], is_casual: true));
        function("attention.mask", x => scaled_dot_product_attention(x[0], x[1], x[2], x[3]));
    }

    private static Tensor[] List((Tensor, Tensor) pair) => [pair.Item1, pair.Item2];

    private static Tensor[] List((Tensor, Tensor, Tensor) triple) => [triple.Item1, triple.Item2, triple.Item3];
}

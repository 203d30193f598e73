using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Workbench.LibTorch.Tests.NN;

/// <summary>The modules that stand for the cases of tests/golden/nn_more.py, under the same names.</summary>
internal static class GoldenMoreModules
{
    public static void Elementwise(Action<string, Func<Module<Tensor, Tensor>>> one)
    {
        one("ReLU.inplace", () => ReLU(true));
        one("ReLU6.inplace", () => ReLU6(true));
        one("LeakyReLU.inplace", () => LeakyReLU(inplace: true));
        one("ELU.inplace", () => ELU(inplace: true));
        one("CELU.inplace", () => CELU(inplace: true));
        one("SELU.inplace", () => SELU(true));
        one("SiLU.inplace", () => nn.SiLU(true));
        one("Mish.inplace", () => nn.Mish(true));
        one("Hardtanh.inplace", () => nn.Hardtanh(inplace: true));
        one("Hardsigmoid.inplace", () => Hardsigmoid(true));
        one("Hardswish.inplace", () => Hardswish(true));
        one("Threshold.inplace", () => nn.Threshold(1, 7, true));
        one("Softplus.default", () => Softplus());
        one("Hardshrink.default", () => nn.Hardshrink());
        one("Softshrink.default", () => nn.Softshrink());
        one("PReLU.default", () => PReLU(1, 0.4));
        one("GLU.default", () => GLU());
        one("Softmax.default", () => Softmax(-1));
        one("ELU.default", () => ELU());
    }

    public static void Layers(Action<string, Func<Module<Tensor, Tensor>>> one,
        Action<string, Func<Module<Tensor, Tensor, Tensor>>> two, Action<string, GoldenModules.Make> any)
    {
        void Bag(string name, Func<EmbeddingBag> make) => any(name, () =>
        {
            var bag = make();
            return (bag, x => [x.Length == 3 ? bag.call(x[0], x[1], x[2]) : bag.call(x[0], x[1])]);
        });
        one("Linear.vector", () => Linear(4, 2));
        two("Bilinear.plain", () => Bilinear(2, 3, 4, hasBias: false));
        one("Flatten.range", () => Flatten(0, 1));
        two("CosineSimilarity.default", () => CosineSimilarity());
        two("PairwiseDistance.keep", () => PairwiseDistance(1, keepdim: true));
        one("Embedding.scaled", () => Embedding(5, 3, scale_grad_by_freq: true));
        Bag("EmbeddingBag.last", () => EmbeddingBag(5, 3, mode: EmbeddingBagMode.Sum, include_last_offset: true));
        Bag("EmbeddingBag.padding", () => EmbeddingBag(5, 3, mode: EmbeddingBagMode.Mean, padding_index: 1));
        Bag("EmbeddingBag.weights", () => EmbeddingBag(5, 3, mode: EmbeddingBagMode.Sum));

        one("Conv1d.unbatched", () => Conv1d(2, 3, 2));
        one("Conv1d.reflect", () => Conv1d(2, 2, 3, stride: 2, padding: 1, padding_mode: PaddingModes.Reflect));
        one("Conv2d.circular", () => Conv2d(2, 2, (3, 3), padding: (1, 2), padding_mode: PaddingModes.Circular));
        one("Conv2d.depthwise", () => Conv2d(3, 6, 3, padding: 1, groups: 3, bias: false));
        one("Conv3d.groups", () => Conv3d(2, 4, 3, 2, 1, 1, groups: 2, bias: false));
        one("Conv3d.same", () => Conv3d(1, 2, (1, 2, 3), Padding.Same));
        one("Conv3d.replicate", () => Conv3d(1, 1, 3, padding: 1, padding_mode: PaddingModes.Replicate));
        one("ConvTranspose1d.groups", () => ConvTranspose1d(4, 2, 3, dilation: 2, groups: 2));
        one("ConvTranspose3d.padded", () => ConvTranspose3d(1, 2, (2, 3, 2), (1, 2, 2), (0, 1, 0), (0, 1, 1), bias: false));
        one("ConvTranspose2d.unbatched", () => ConvTranspose2d(2, 1, 2));

        one("BatchNorm1d.sequence", () => BatchNorm1d(3, affine: false));
        one("BatchNorm2d.eval", () => BatchNorm2d(2));
        one("BatchNorm3d.eval", () => BatchNorm3d(2, eps: 0.1));
        one("InstanceNorm1d.affine", () => InstanceNorm1d(3, 1e-2, affine: true));
        one("InstanceNorm1d.eval", () => InstanceNorm1d(3, track_running_stats: true));
        one("InstanceNorm3d.affine", () => InstanceNorm3d(2, momentum: 0.4, affine: true, track_running_stats: true));
        one("LayerNorm.matrix", () => LayerNorm([2, 3]));
        one("GroupNorm.plain", () => GroupNorm(3, 6, 1e-2, affine: false));
        one("GroupNorm.flat", () => GroupNorm(2, 4));
    }

    public static void Images(Action<string, Func<Module<Tensor, Tensor>>> one)
    {
        one("MaxPool1d.ceil", () => MaxPool1d(3, 2, 0, 2, ceil_mode: true));
        one("MaxPool2d.unbatched", () => MaxPool2d(3, 1, 1));
        one("MaxPool3d.rect", () => MaxPool3d((2, 1, 2), (1, 2, 2), (1, 0, 1), ceil_mode: true));
        one("AvgPool1d.ceil", () => AvgPool1d(3, 2, 1, true, false));
        one("AvgPool3d.rect", () => AvgPool3d((2, 1, 2), (1, 2, 1), (1, 0, 0), true, false, 3));
        one("AdaptiveAvgPool1d.unbatched", () => AdaptiveAvgPool1d(2));
        one("AdaptiveAvgPool2d.one", () => AdaptiveAvgPool2d(1));
        one("AdaptiveAvgPool3d.rect", () => AdaptiveAvgPool3d((1, 2, 3)));
        one("LPPool1d.ceil", () => LPPool1d(3, 2, 2, ceil_mode: true));
        one("LPPool2d.rect", () => LPPool2d(2, [2, 1], [1, 2]));
        one("Upsample.nearest1d", () => Upsample([7]));
        one("Upsample.nearest3d", () => Upsample(scale_factor: [2, 1, 3]));
        one("Upsample.bicubic.corners", () => Upsample([4, 5], mode: UpsampleMode.Bicubic, align_corners: true));
        one("Upsample.linear.corners", () => Upsample([6], mode: UpsampleMode.Linear, align_corners: true));
        one("PixelShuffle.three", () => PixelShuffle(3));
        one("Unfold.square", () => Unfold(2, dilation: 2, padding: 1, stride: 1));
        one("Fold.square", () => Fold(4, 2, padding: 1, stride: 2));
        one("ReflectionPad1d.same", () => ReflectionPad1d(2));
        one("ReflectionPad2d.same", () => ReflectionPad2d(1));
        one("ReplicationPad1d.same", () => ReplicationPad1d(2));
        one("ReplicationPad3d.same", () => ReplicationPad3d(1));
        one("ConstantPad1d.same", () => ConstantPad1d(2, 0.5));
        one("ConstantPad2d.crop", () => ConstantPad2d((-1, 1, 0, -1), 4));
        one("ConstantPad3d.same", () => ConstantPad3d(1, 1.5));
        one("ZeroPad2d.same", () => ZeroPad2d(2));
    }

    public static void Sequences(Action<string, GoldenModules.Make> any)
    {
        void With<M>(string name, Func<M> make, Func<M, Tensor[], Tensor[]> call) where M : Module => any(name, () =>
        {
            var module = make();
            return (module, x => call(module, x));
        });
        static Tensor[] Pair((Tensor, Tensor) pair) => [pair.Item1, pair.Item2];
        static Tensor[] Triple((Tensor, Tensor, Tensor) t) => [t.Item1, t.Item2, t.Item3];
        With("RNN.deep", () => RNN(2, 3, 3, batchFirst: true), (m, x) => Pair(m.call(x[0])));
        With("RNN.unbatched", () => RNN(2, 3), (m, x) => Pair(m.call(x[0], x[1])));
        With("GRU.plain", () => GRU(2, 3, 2, bias: false, bidirectional: true), (m, x) => Pair(m.call(x[0], x[1])));
        With("LSTM.batched", () => LSTM(2, 3, 2, bias: false, batchFirst: true, bidirectional: true), (m, x) => Triple(m.call(x[0])));
        With("RNNCell.unbatched", () => RNNCell(2, 3), (m, x) => [m.call(x[0], x[1])]);
        With("GRUCell.plain", () => GRUCell(2, 3, bias: false), (m, x) => [m.call(x[0])]);
        With("LSTMCell.plain", () => LSTMCell(2, 3, bias: false), (m, x) => Pair(m.call(x[0])));
        With("MultiheadAttention.causal", () => MultiheadAttention(6, 3), (m, x) =>
        {
            var (output, weights) = m.call(x[0], x[0], x[0], attn_mask: x[1]);
            return [output, weights];
        });
        With("TransformerEncoder.padding", () => TransformerEncoder(TransformerEncoderLayer(4, 2, 6, 0), 2),
            (m, x) => [m.call(x[0], null, x[1])]);
        With("TransformerDecoderLayer.gelu", () => TransformerDecoderLayer(4, 2, 6, 0, Activations.GELU), (m, x) => [m.call(x[0], x[1])]);
        With("Transformer.masks", () => Transformer(4, 2, 1, 2, 6, 0, Activations.GELU), (m, x) => [m.call(x[0], x[1], null, x[2])]);
    }
}

using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Workbench.LibTorch.Tests.NN;

/// <summary>Wrong options and inputs are refused at once, with what was given and what is expected.</summary>
public class BadInputTests
{
    private static readonly Dictionary<string, (Action act, string[] says)> Options = new()
    {
        ["Linear sizes"] = (() => Linear(-1, 2), ["inputSize", "-1"]),
        ["Bilinear sizes"] = (() => Bilinear(2, 0, 2), ["in2_features", "0"]),
        ["Conv2d channels"] = (() => Conv2d(-1, 2, 3), ["in_channels", "-1"]),
        ["Conv2d kernel"] = (() => Conv2d(1, 2, 0), ["kernel_size", "0"]),
        ["Conv2d stride"] = (() => Conv2d(1, 2, 3, stride: 0), ["stride", "0"]),
        ["Conv1d dilation"] = (() => Conv1d(1, 2, 3, dilation: 0), ["dilation", "0"]),
        ["Conv3d padding"] = (() => Conv3d(1, 2, 3, padding: -1), ["padding", "-1"]),
        ["Conv2d groups"] = (() => Conv2d(3, 4, 3, groups: 2), ["in_channels", "3", "groups", "2"]),
        ["Conv2d same"] = (() => Conv2d(3, 4, 3, Padding.Same, stride: 2), ["padding", "strided"]),
        ["ConvTranspose2d output_padding"] = (() => ConvTranspose2d(1, 1, 3, output_padding: -1), ["output_padding", "-1"]),
        ["BatchNorm features"] = (() => BatchNorm2d(-2), ["num_features", "-2"]),
        ["LayerNorm shape"] = (() => LayerNorm(new long[] { }), ["normalized_shape"]),
        ["GroupNorm groups"] = (() => GroupNorm(0, 4), ["num_groups", "0"]),
        ["GroupNorm channels"] = (() => GroupNorm(3, 4), ["num_channels", "4", "num_groups", "3"]),
        ["LocalResponseNorm size"] = (() => LocalResponseNorm(0), ["size", "0"]),
        ["Embedding rows"] = (() => Embedding(-1, 3), ["num_embeddings", "-1"]),
        ["Embedding padding"] = (() => Embedding(4, 3, padding_idx: 4), ["Padding_idx", "4"]),
        ["RNN hidden"] = (() => RNN(2, 0), ["hiddenSize", "0"]),
        ["GRU layers"] = (() => GRU(2, 2, 0), ["numLayers", "0"]),
        ["LSTM input"] = (() => LSTM(-1, 2), ["inputSize", "-1"]),
        ["LSTM dropout"] = (() => LSTM(2, 2, 2, dropout: 1.5), ["dropout", "1.5"]),
        ["GRUCell hidden"] = (() => GRUCell(2, -1), ["hiddenSize", "-1"]),
        ["heads"] = (() => MultiheadAttention(6, 4), ["embed_dim", "6", "num_heads", "4"]),
        ["attention dropout"] = (() => MultiheadAttention(6, 3, dropout: -0.1), ["dropout", "-0.1"]),
        ["encoder heads"] = (() => TransformerEncoderLayer(6, 4), ["6", "4"]),
        ["encoder layers"] = (() => TransformerEncoder(TransformerEncoderLayer(4, 2, 4), -3), ["num_layers", "-3"]),
        ["decoder layers"] = (() => TransformerDecoder(TransformerDecoderLayer(4, 2, 4), -1), ["num_layers", "-1"]),
        ["feed-forward"] = (() => TransformerEncoderLayer(6, 2, 0), ["dim_feedforward", "0"]),
        ["Dropout"] = (() => Dropout(1.1), ["between 0 and 1", "1.1", "'p'"]),
        ["Dropout2d"] = (() => Dropout2d(-0.5), ["between 0 and 1", "-0.5"]),
        ["AlphaDropout"] = (() => AlphaDropout(double.NaN), ["between 0 and 1", "NaN"]),
        ["MaxPool kernel"] = (() => MaxPool2d(0), ["kernel_size", "0"]),
        ["AvgPool stride"] = (() => AvgPool1d(2, 0), ["stride", "0"]),
        ["PixelShuffle"] = (() => PixelShuffle(0), ["upscale_factor", "0"]),
        ["PixelUnshuffle"] = (() => PixelUnshuffle(-2), ["downscale_factor", "-2"]),
        ["ChannelShuffle"] = (() => ChannelShuffle(0), ["groups", "0"]),
        ["FractionalMaxPool"] = (() => FractionalMaxPool2d(2), ["output_size", "output_ratio"]),
        ["PReLU"] = (() => PReLU(0), ["num_parameters", "0"]),
        ["RReLU"] = (() => RReLU(0.5, 0.1), ["lower", "0.5", "0.1"]),
        ["Hardtanh"] = (() => nn.Hardtanh(2, -1), ["min_val", "2", "-1"]),
        ["HuberLoss delta"] = (() => HuberLoss(0), ["delta", "0"]),
        ["SmoothL1Loss beta"] = (() => SmoothL1Loss(beta: -1), ["beta", "-1"]),
        ["MultiMarginLoss p"] = (() => MultiMarginLoss(3), ["p", "3"]),
        ["clip norm"] = (() => nn.utils.clip_grad_norm_([Parameter(ones(1))], -1), ["max_norm", "-1"]),
        ["clip value"] = (() => nn.utils.clip_grad_value_([Parameter(ones(1))], -1), ["clip_value", "-1"]),
        ["vector"] = (() => nn.utils.vector_to_parameters(ones(3), [Parameter(ones(2))]), ["vec", "3", "2"]),
        ["null clip"] = (() => nn.utils.clip_grad_norm_(null!, 1), ["tensors"]),
        ["null pad"] = (() => nn.utils.rnn.pad_sequence(null!), ["sequences"]),
        ["no sequences"] = (() => nn.utils.rnn.pad_sequence([]), ["sequences"]),
        ["null module"] = (() => Sequential(Linear(1, 1), null!), ["null"]),
    };

    private static readonly Dictionary<string, (Action act, string[] says)> Inputs = new()
    {
        ["Linear"] = (() => Linear(5, 3).call(ones(4, 2)), ["4x2", "5x3"]),
        ["Bilinear"] = (() => Bilinear(2, 3, 4).call(ones(1, 2), ones(1, 5)), ["5", "3"]),
        ["Conv1d"] = (() => Conv1d(2, 3, 3).call(ones(1, 4, 5)), ["[1, 4, 5]", "2"]),
        ["Conv2d small"] = (() => Conv2d(2, 3, 7).call(ones(1, 2, 3, 3)), ["(3 x 3)", "(7 x 7)"]),
        ["ConvTranspose2d"] = (() => ConvTranspose2d(2, 3, 3).call(ones(1, 4, 5, 5)), ["[1, 4, 5, 5]"]),
        ["LayerNorm"] = (() => LayerNorm(4).call(ones(2, 3)), ["[*, 4]", "[2, 3]"]),
        ["Embedding type"] = (() => Embedding(4, 2).call(ones(2)), ["Float"]),
        ["Embedding index"] = (() => Embedding(4, 2).call(tensor(new long[] { 4 })), ["index out of range"]),
        ["LSTM"] = (() => LSTM(3, 2).call(ones(5, 1, 4)), ["3", "4"]),
        ["LSTM dimensions"] = (() => LSTM(3, 2).call(ones(3)), ["[length, batch, 3]", "[3]"]),
        ["LSTM batch first"] = (() => LSTM(3, 2, batchFirst: true).call(ones(5, 1, 4)), ["[batch, length, 3]", "[5, 1, 4]"]),
        ["LSTM cell state"] = (() => LSTM(3, 2).call(ones(5, 4, 3), (zeros(1, 4, 2), zeros(1, 5, 2))), ["[1, 4, 2]", "[1, 5, 2]"]),
        ["LSTM packed"] = (() => LSTM(3, 2).call(nn.utils.rnn.pack_sequence([ones(5, 4), ones(2, 4)])), ["[steps, 3]", "[7, 4]"]),
        ["LSTM packed state"] = (() => LSTM(3, 2).call(nn.utils.rnn.pack_sequence([ones(5, 3), ones(2, 3)]), (zeros(1, 1, 2), zeros(1, 2, 2))), ["[1, 2, 2]", "[1, 1, 2]"]),
        ["RNN"] = (() => RNN(3, 2).call(ones(5, 2)), ["[length, 3]", "[5, 2]"]),
        ["RNN packed"] = (() => RNN(3, 2).call(nn.utils.rnn.pack_sequence([ones(5, 4), ones(2, 4)])), ["[steps, 3]", "[7, 4]"]),
        ["GRU"] = (() => GRU(3, 2).call(ones(5, 1, 4)), ["[length, batch, 3]", "[5, 1, 4]"]),
        ["GRU packed"] = (() => GRU(3, 2).call(nn.utils.rnn.pack_sequence([ones(5, 4), ones(2, 4)])), ["[steps, 3]", "[7, 4]"]),
        ["GRU state"] = (() => GRU(3, 2).call(ones(5, 1, 3), ones(2, 1, 2)), ["2", "1"]),
        ["RNNCell"] = (() => RNNCell(3, 2).call(ones(1, 4)), ["3", "4"]),
        ["MaxPool2d"] = (() => MaxPool2d(2).call(ones(2, 2)), ["Float[2,2]", "max_pool2d"]),
        ["CrossEntropyLoss"] = (() => CrossEntropyLoss().call(ones(2, 3), zeros(3, dtype: int64)), ["2", "3"]),
        ["CrossEntropyLoss class"] = (() => CrossEntropyLoss().call(ones(1, 3), tensor(new long[] { 3 })), ["3 is out of bounds"]),
        ["cross_entropy smoothing"] = (() => functional.cross_entropy(ones(1, 2), zeros(1, dtype: int64), label_smoothing: 2), ["label_smoothing", "2"]),
        ["BCELoss"] = (() => BCELoss().call(ones(2), ones(3)), ["[3]", "[2]"]),
        ["GaussianNLLLoss"] = (() => GaussianNLLLoss().call(ones(2, 3), ones(2, 3), -ones(2, 3)), ["variance"]),
        ["PixelShuffle"] = (() => PixelShuffle(2).call(ones(1, 3, 2, 2)), ["3"]),
        ["Unflatten"] = (() => Unflatten(1, [2, 2]).call(ones(1, 6)), ["6"]),
        ["attention"] = (() => MultiheadAttention(4, 2).call(ones(2, 1, 3), ones(2, 1, 3), ones(2, 1, 3)), ["4", "3"]),
        ["encoder"] = (() => TransformerEncoderLayer(4, 2, 4).call(ones(2, 1, 6)), ["4", "6"]),
        ["interpolate"] = (() => functional.interpolate(ones(2, 2), [4]), ["3, 4 or 5", "2"]),
        ["one_hot"] = (() => functional.one_hot(tensor(new long[] { 3 }), 2), ["num_classes"]),
        ["pack lengths"] = (() => nn.utils.rnn.pack_padded_sequence(ones(3, 2, 1), tensor(new long[] { 1, 3 })), ["sorted"]),
        ["dropout p"] = (() => functional.dropout(ones(1), 2), ["between 0 and 1", "2"]),
        ["softmax dim"] = (() => Softmax(2).call(ones(2)), ["Dimension out of range"]),
        ["orthogonal"] = (() => init.orthogonal_(ones(3)), ["2 or more dimensions"]),
        ["kaiming"] = (() => init.kaiming_normal_(ones(3)), ["fewer than 2 dimensions"]),
    };

    public static IEnumerable<object[]> OptionNames() => Options.Keys.Select(name => new object[] { name });

    public static IEnumerable<object[]> InputNames() => Inputs.Keys.Select(name => new object[] { name });

    [Theory]
    [MemberData(nameof(OptionNames))]
    public void Wrong_options_are_refused_by_name(string name)
    {
        using var scope = NewDisposeScope();
        var error = Assert.ThrowsAny<ArgumentException>(Options[name].act);
        Assert.All(Options[name].says, part => Assert.Contains(part, error.Message));
    }

    [Theory]
    [MemberData(nameof(InputNames))]
    public void Wrong_inputs_are_refused_with_their_shapes(string name)
    {
        using var scope = NewDisposeScope();
        var error = Assert.ThrowsAny<Exception>(Inputs[name].act);
        Assert.True(error is ArgumentException or System.Runtime.InteropServices.ExternalException, $"{error.GetType()}: {error.Message}");
        Assert.All(Inputs[name].says, part => Assert.Contains(part, error.Message));
    }
}

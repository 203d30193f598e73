using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Workbench.Training;

/// <summary>
/// Convolutions of several networks as one grouped convolution: the channels of the networks side by side,
/// <c>[batch, K·channels, …]</c>, in K times as many groups.
/// </summary>
internal static class ConvolutionRules
{
    public static void Register()
    {
        BatchRules.Add<Conv1d>((layer, stacked) => Rule(layer, stacked, (x, w, b, groups) => layer.padding is { } padding
            ? functional.conv1d(x, w, b, layer.stride[0], padding[0], layer.dilation[0], groups)
            : functional.conv1d_padding(x, w, b, layer.stride[0], layer.padding_type!.Value, layer.dilation[0], groups)));
        BatchRules.Add<Conv2d>((layer, stacked) => Rule(layer, stacked, (x, w, b, groups) => layer.padding is { } padding
            ? functional.conv2d(x, w, b, layer.stride, padding, layer.dilation, groups)
            : functional.conv2d_padding(x, w, b, layer.stride, layer.padding_type!.Value, layer.dilation, groups)));
    }

    private static Func<Tensor, Tensor> Rule(Convolution layer, StackedLayer stacked, Func<Tensor, Tensor, Tensor?, long, Tensor> convolution)
    {
        if (layer.padding_mode != PaddingModes.Zeros)
            throw new NotSupportedException($"The batch rule of {layer.GetName()} pads with zeros; '{stacked.Path}' pads with {layer.padding_mode}. Pad in a layer of its own, or add a rule (BatchRules.Add).");
        return x => Channels.Apart(
            convolution(Channels.Together(x), stacked["weight"].flatten(0, 1), stacked.Find("bias")?.flatten(), layer.groups * stacked.Count),
            stacked.Count);
    }
}

/// <summary>The channels of K networks side by side, and each network's by themselves.</summary>
internal static class Channels
{
    /// <summary><c>[K, batch, channels, …]</c> as <c>[batch, K·channels, …]</c>.</summary>
    public static Tensor Together(Tensor x) => x.transpose(0, 1).flatten(1, 2);

    /// <summary><c>[batch, K·channels, …]</c> as <c>[K, batch, channels, …]</c>.</summary>
    public static Tensor Apart(Tensor y, int count)
    {
        var shape = y.shape;
        return y.reshape([shape[0], count, shape[1] / count, .. shape[2..]]).transpose(0, 1);
    }
}

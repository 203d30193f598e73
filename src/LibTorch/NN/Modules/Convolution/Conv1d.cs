using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Modules;

/// <summary>Cross-correlation of [N, C, L] with trained kernels.</summary>
public sealed class Conv1d : Convolution
{
    internal Conv1d(long in_channels, long out_channels, long[] kernel_size, long[] stride, long[]? padding, Padding? padding_type,
        long[] dilation, long groups, bool bias, PaddingModes padding_mode, Device? device, ScalarType? dtype)
        : base(nameof(Conv1d), in_channels, out_channels, kernel_size, stride, padding, padding_type, dilation, false, [0],
            groups, bias, padding_mode, device, dtype)
    {
    }

    public override Tensor forward(Tensor input)
    {
        if (Hooked(input, out var hooked)) return hooked;
        CheckShape(input);
        if (padding_mode != PaddingModes.Zeros)
        {
            using var padded = Pad(input);
            return functional.conv1d(padded, weight, bias, stride[0], 0, dilation[0], groups);
        }
        return padding_type is { } named
            ? functional.conv1d_padding(input, weight, bias, stride[0], named, dilation[0], groups)
            : functional.conv1d(input, weight, bias, stride[0], padding![0], dilation[0], groups);
    }
}

/// <summary>Transposed convolution of [N, C, L]: the gradient of a convolution with respect to its input.</summary>
public sealed class ConvTranspose1d : ConvolutionTranspose
{
    internal ConvTranspose1d(long in_channels, long out_channels, long[] kernel_size, long[] stride, long[] padding, long[] dilation,
        long[] output_padding, long groups, bool bias, PaddingModes padding_mode, Device? device, ScalarType? dtype)
        : base(nameof(ConvTranspose1d), in_channels, out_channels, kernel_size, stride, padding, null, dilation, true, output_padding,
            groups, bias, padding_mode, device, dtype)
    {
    }

    public override Tensor forward(Tensor input, long[]? output_size)
        => functional.conv_transpose1d(input, weight, bias, stride[0], padding![0], _output_padding(input, output_size, kernel_size, stride, padding!, dilation, 1)[0],
            dilation[0], groups);
}

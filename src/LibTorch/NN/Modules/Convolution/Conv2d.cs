using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Modules;

/// <summary>Cross-correlation of [N, C, H, W] with trained kernels.</summary>
public sealed class Conv2d : Convolution
{
    internal Conv2d(long in_channels, long out_channels, long[] kernel_size, long[] stride, long[]? padding, Padding? padding_type,
        long[] dilation, long groups, bool bias, PaddingModes padding_mode, Device? device, ScalarType? dtype)
        : base(nameof(Conv2d), in_channels, out_channels, kernel_size, stride, padding, padding_type, dilation, false, [0, 0],
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
            return functional.conv2d(padded, weight, bias, stride, [0, 0], dilation, groups);
        }
        return padding_type is { } named
            ? functional.conv2d_padding(input, weight, bias, stride, named, dilation, groups)
            : functional.conv2d(input, weight, bias, stride, padding, dilation, groups);
    }
}

/// <summary>Transposed convolution of [N, C, H, W]: the gradient of a convolution with respect to its input.</summary>
public sealed class ConvTranspose2d : ConvolutionTranspose
{
    internal ConvTranspose2d(long in_channels, long out_channels, long[] kernel_size, long[] stride, long[] padding, long[] dilation,
        long[] output_padding, long groups, bool bias, PaddingModes padding_mode, Device? device, ScalarType? dtype)
        : base(nameof(ConvTranspose2d), in_channels, out_channels, kernel_size, stride, padding, null, dilation, true, output_padding,
            groups, bias, padding_mode, device, dtype)
    {
    }

    public override Tensor forward(Tensor input, long[]? output_size)
        => functional.conv_transpose2d(input, weight, bias, stride, padding, _output_padding(input, output_size, kernel_size, stride, padding!, dilation, 2),
            dilation, groups);
}

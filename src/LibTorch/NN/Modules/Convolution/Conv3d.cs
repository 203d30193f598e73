using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Modules;

/// <summary>Cross-correlation of [N, C, D, H, W] with trained kernels.</summary>
public sealed class Conv3d : Convolution
{
    internal Conv3d(long in_channels, long out_channels, long[] kernel_size, long[] stride, long[]? padding, Padding? padding_type,
        long[] dilation, long groups, bool bias, PaddingModes padding_mode, Device? device, ScalarType? dtype)
        : base(nameof(Conv3d), in_channels, out_channels, kernel_size, stride, padding, padding_type, dilation, false, [0, 0, 0],
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
            return functional.conv3d(padded, weight, bias, stride, [0, 0, 0], dilation, groups);
        }
        return padding_type is { } named
            ? functional.conv3d_padding(input, weight, bias, stride, named, dilation, groups)
            : functional.conv3d(input, weight, bias, stride, padding, dilation, groups);
    }
}

/// <summary>Transposed convolution of [N, C, D, H, W]: the gradient of a convolution with respect to its input.</summary>
public sealed class ConvTranspose3d : ConvolutionTranspose
{
    internal ConvTranspose3d(long in_channels, long out_channels, long[] kernel_size, long[] stride, long[] padding, long[] dilation,
        long[] output_padding, long groups, bool bias, PaddingModes padding_mode, Device? device, ScalarType? dtype)
        : base(nameof(ConvTranspose3d), in_channels, out_channels, kernel_size, stride, padding, null, dilation, true, output_padding,
            groups, bias, padding_mode, device, dtype)
    {
    }

    public override Tensor forward(Tensor input, long[]? output_size)
        => functional.conv_transpose3d(input, weight, bias, stride, padding, _output_padding(input, output_size, kernel_size, stride, padding!, dilation, 3),
            dilation, groups);
}

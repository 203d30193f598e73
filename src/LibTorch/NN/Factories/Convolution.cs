using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>Convolution of [N, C, L] with a cubic kernel.</summary>
        public static Conv1d Conv1d(long in_channels, long out_channels, long kernel_size, long stride = 1, long padding = 0,
            long dilation = 1, PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true,
            Device? device = null, ScalarType? dtype = null)
            => new(in_channels, out_channels, [kernel_size], [stride], [padding], null, [dilation],
                groups, bias, padding_mode, device, dtype);

        /// <summary>Convolution of [N, C, L] with a cubic kernel, padded by name.</summary>
        public static Conv1d Conv1d(long in_channels, long out_channels, long kernel_size, Padding padding, long stride = 1,
            long dilation = 1, PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true,
            Device? device = null, ScalarType? dtype = null)
            => new(in_channels, out_channels, [kernel_size], [stride], null, padding, [dilation],
                groups, bias, padding_mode, device, dtype);

        /// <summary>Transposed convolution of [N, C, L] with a cubic kernel.</summary>
        public static ConvTranspose1d ConvTranspose1d(long in_channels, long out_channels, long kernel_size, long stride = 1,
            long padding = 0, long output_padding = 0, long dilation = 1, PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true,
            Device? device = null, ScalarType? dtype = null)
            => new(in_channels, out_channels, [kernel_size], [stride], [padding], [dilation],
                [output_padding], groups, bias, padding_mode, device, dtype);

        /// <summary>Convolution of [N, C, H, W] with a cubic kernel.</summary>
        public static Conv2d Conv2d(long in_channels, long out_channels, long kernel_size, long stride = 1, long padding = 0,
            long dilation = 1, PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true,
            Device? device = null, ScalarType? dtype = null)
            => new(in_channels, out_channels, [kernel_size, kernel_size], [stride, stride], [padding, padding], null, [dilation, dilation],
                groups, bias, padding_mode, device, dtype);

        /// <summary>Convolution of [N, C, H, W] with a cubic kernel, padded by name.</summary>
        public static Conv2d Conv2d(long in_channels, long out_channels, long kernel_size, Padding padding, long stride = 1,
            long dilation = 1, PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true,
            Device? device = null, ScalarType? dtype = null)
            => new(in_channels, out_channels, [kernel_size, kernel_size], [stride, stride], null, padding, [dilation, dilation],
                groups, bias, padding_mode, device, dtype);

        /// <summary>Transposed convolution of [N, C, H, W] with a cubic kernel.</summary>
        public static ConvTranspose2d ConvTranspose2d(long in_channels, long out_channels, long kernel_size, long stride = 1,
            long padding = 0, long output_padding = 0, long dilation = 1, PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true,
            Device? device = null, ScalarType? dtype = null)
            => new(in_channels, out_channels, [kernel_size, kernel_size], [stride, stride], [padding, padding], [dilation, dilation],
                [output_padding, output_padding], groups, bias, padding_mode, device, dtype);

        /// <summary>Convolution of [N, C, D, H, W] with a cubic kernel.</summary>
        public static Conv3d Conv3d(long in_channels, long out_channels, long kernel_size, long stride = 1, long padding = 0,
            long dilation = 1, PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true,
            Device? device = null, ScalarType? dtype = null)
            => new(in_channels, out_channels, [kernel_size, kernel_size, kernel_size], [stride, stride, stride], [padding, padding, padding], null, [dilation, dilation, dilation],
                groups, bias, padding_mode, device, dtype);

        /// <summary>Convolution of [N, C, D, H, W] with a cubic kernel, padded by name.</summary>
        public static Conv3d Conv3d(long in_channels, long out_channels, long kernel_size, Padding padding, long stride = 1,
            long dilation = 1, PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true,
            Device? device = null, ScalarType? dtype = null)
            => new(in_channels, out_channels, [kernel_size, kernel_size, kernel_size], [stride, stride, stride], null, padding, [dilation, dilation, dilation],
                groups, bias, padding_mode, device, dtype);

        /// <summary>Transposed convolution of [N, C, D, H, W] with a cubic kernel.</summary>
        public static ConvTranspose3d ConvTranspose3d(long in_channels, long out_channels, long kernel_size, long stride = 1,
            long padding = 0, long output_padding = 0, long dilation = 1, PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true,
            Device? device = null, ScalarType? dtype = null)
            => new(in_channels, out_channels, [kernel_size, kernel_size, kernel_size], [stride, stride, stride], [padding, padding, padding], [dilation, dilation, dilation],
                [output_padding, output_padding, output_padding], groups, bias, padding_mode, device, dtype);

        private static long[] List((long, long)? sizes, long otherwise = 0)
            => sizes is { } given ? [given.Item1, given.Item2] : [otherwise, otherwise];

        private static long[] List((long, long, long)? sizes, long otherwise = 0)
            => sizes is { } given ? [given.Item1, given.Item2, given.Item3] : [otherwise, otherwise, otherwise];

        private static long[]? ListOrNull((long, long)? sizes) => sizes is { } given ? [given.Item1, given.Item2] : null;

        private static long[]? ListOrNull((long, long, long)? sizes)
            => sizes is { } given ? [given.Item1, given.Item2, given.Item3] : null;
    }
}

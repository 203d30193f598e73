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

        /// <summary>Convolution of [N, C, H, W].</summary>
        public static Conv2d Conv2d(long in_channels, long out_channels, (long, long) kernel_size,
            (long, long)? stride = null, (long, long)? padding = null, (long, long)? dilation = null,
            PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true,
            Device? device = null, ScalarType? dtype = null)
            => new(in_channels, out_channels, List(kernel_size), List(stride, 1), List(padding, 0), null, List(dilation, 1),
                groups, bias, padding_mode, device, dtype);

        /// <summary>Convolution of [N, C, H, W], padded by name.</summary>
        public static Conv2d Conv2d(long in_channels, long out_channels, (long, long) kernel_size, Padding padding,
            (long, long)? stride = null, (long, long)? dilation = null,
            PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true,
            Device? device = null, ScalarType? dtype = null)
            => new(in_channels, out_channels, List(kernel_size), List(stride, 1), null, padding, List(dilation, 1),
                groups, bias, padding_mode, device, dtype);

        /// <summary>Transposed convolution of [N, C, H, W] with a cubic kernel.</summary>
        public static ConvTranspose2d ConvTranspose2d(long in_channels, long out_channels, long kernel_size, long stride = 1,
            long padding = 0, long output_padding = 0, long dilation = 1, PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true,
            Device? device = null, ScalarType? dtype = null)
            => new(in_channels, out_channels, [kernel_size, kernel_size], [stride, stride], [padding, padding], [dilation, dilation],
                [output_padding, output_padding], groups, bias, padding_mode, device, dtype);

        /// <summary>Transposed convolution of [N, C, H, W].</summary>
        public static ConvTranspose2d ConvTranspose2d(long in_channels, long out_channels, (long, long) kernel_size,
            (long, long)? stride = null, (long, long)? padding = null, (long, long)? output_padding = null,
            (long, long)? dilation = null, PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true,
            Device? device = null, ScalarType? dtype = null)
            => new(in_channels, out_channels, List(kernel_size), List(stride, 1), List(padding, 0), List(dilation, 1),
                List(output_padding, 0), groups, bias, padding_mode, device, dtype);

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

        /// <summary>Convolution of [N, C, D, H, W].</summary>
        public static Conv3d Conv3d(long in_channels, long out_channels, (long, long, long) kernel_size,
            (long, long, long)? stride = null, (long, long, long)? padding = null, (long, long, long)? dilation = null,
            PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true,
            Device? device = null, ScalarType? dtype = null)
            => new(in_channels, out_channels, List(kernel_size), List(stride, 1), List(padding, 0), null, List(dilation, 1),
                groups, bias, padding_mode, device, dtype);

        /// <summary>Convolution of [N, C, D, H, W], padded by name.</summary>
        public static Conv3d Conv3d(long in_channels, long out_channels, (long, long, long) kernel_size, Padding padding,
            (long, long, long)? stride = null, (long, long, long)? dilation = null,
            PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true,
            Device? device = null, ScalarType? dtype = null)
            => new(in_channels, out_channels, List(kernel_size), List(stride, 1), null, padding, List(dilation, 1),
                groups, bias, padding_mode, device, dtype);

        /// <summary>Transposed convolution of [N, C, D, H, W] with a cubic kernel.</summary>
        public static ConvTranspose3d ConvTranspose3d(long in_channels, long out_channels, long kernel_size, long stride = 1,
            long padding = 0, long output_padding = 0, long dilation = 1, PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true,
            Device? device = null, ScalarType? dtype = null)
            => new(in_channels, out_channels, [kernel_size, kernel_size, kernel_size], [stride, stride, stride], [padding, padding, padding], [dilation, dilation, dilation],
                [output_padding, output_padding, output_padding], groups, bias, padding_mode, device, dtype);

        /// <summary>Transposed convolution of [N, C, D, H, W].</summary>
        public static ConvTranspose3d ConvTranspose3d(long in_channels, long out_channels, (long, long, long) kernel_size,
            (long, long, long)? stride = null, (long, long, long)? padding = null, (long, long, long)? output_padding = null,
            (long, long, long)? dilation = null, PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true,
            Device? device = null, ScalarType? dtype = null)
            => new(in_channels, out_channels, List(kernel_size), List(stride, 1), List(padding, 0), List(dilation, 1),
                List(output_padding, 0), groups, bias, padding_mode, device, dtype);

        private static long[] List((long, long)? sizes, long otherwise = 0)
            => sizes is { } given ? [given.Item1, given.Item2] : [otherwise, otherwise];

        private static long[] List((long, long, long)? sizes, long otherwise = 0)
            => sizes is { } given ? [given.Item1, given.Item2, given.Item3] : [otherwise, otherwise, otherwise];

        private static long[]? ListOrNull((long, long)? sizes) => sizes is { } given ? [given.Item1, given.Item2] : null;

        private static long[]? ListOrNull((long, long, long)? sizes)
            => sizes is { } given ? [given.Item1, given.Item2, given.Item3] : null;
    }
}

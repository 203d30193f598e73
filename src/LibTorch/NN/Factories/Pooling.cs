using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>The largest value of each window of [N, C, L]; the stride is the window by default.</summary>
        public static MaxPool1d MaxPool1d(long kernel_size, long? stride = null, long? padding = null, long? dilation = null,
            bool ceil_mode = false)
            => new(kernel_size, stride, padding, dilation, ceil_mode);

        /// <summary>The mean of each window of [N, C, L]; the stride is the window by default.</summary>
        public static AvgPool1d AvgPool1d(long kernel_size, long? stride = null, long padding = 0, bool ceil_mode = false,
            bool count_include_pad = true)
            => new(kernel_size, stride, padding, ceil_mode, count_include_pad);

        /// <summary>Means over windows chosen so that the output has the given length.</summary>
        public static AdaptiveAvgPool1d AdaptiveAvgPool1d(long output_size) => new(output_size);

        /// <summary>Largest values of windows chosen so that the output has the given length.</summary>
        public static AdaptiveMaxPool1d AdaptiveMaxPool1d(long output_size) => new(output_size);

        /// <summary>Puts values back where max pooling of [N, C, L] found them.</summary>
        public static MaxUnpool1d MaxUnpool1d(long kernel_size, long? stride = null, long? padding = null)
            => new(kernel_size, stride, padding);

        /// <summary>Max pooling of [N, C, H, W] over windows drawn at random.</summary>
        public static FractionalMaxPool2d FractionalMaxPool2d(long kernel_size, long? output_size = null, double? output_ratio = null)
            => new(Square(kernel_size)!, Square(output_size), output_ratio is { } r ? [r, r] : null);

        /// <summary>Max pooling of [N, C, H, W] over windows drawn at random.</summary>
        public static FractionalMaxPool2d FractionalMaxPool2d((long, long) kernel_size, (long, long)? output_size = null,
            (double, double)? output_ratio = null)
            => new(List(kernel_size), ListOrNull(output_size),
                output_ratio is { } r ? [r.Item1, r.Item2] : null);

        /// <summary>Max pooling of [N, C, D, H, W] over windows drawn at random.</summary>
        public static FractionalMaxPool3d FractionalMaxPool3d(long kernel_size, long? output_size = null, double? output_ratio = null)
            => new(Cube(kernel_size)!, Cube(output_size), output_ratio is { } r ? [r, r, r] : null);

        /// <summary>Max pooling of [N, C, D, H, W] over windows drawn at random.</summary>
        public static FractionalMaxPool3d FractionalMaxPool3d((long, long, long) kernel_size, (long, long, long)? output_size = null,
            (double, double, double)? output_ratio = null)
            => new(List(kernel_size), ListOrNull(output_size),
                output_ratio is { } r ? [r.Item1, r.Item2, r.Item3] : null);

        /// <summary>The p-norm of each window of [N, C, L].</summary>
        public static LPPool1d LPPool1d(double norm_type, long kernel_size, long? stride = null, bool ceil_mode = false)
            => new(norm_type, kernel_size, stride, ceil_mode);

        /// <summary>The p-norm of each window of [N, C, H, W].</summary>
        public static LPPool2d LPPool2d(double norm_type, long[] kernel_size, long[]? stride = null, bool ceil_mode = false)
            => new(norm_type, kernel_size, stride, ceil_mode);

        /// <summary>The p-norm of each window of [N, C, H, W].</summary>
        public static LPPool2d LPPool2d(double norm_type, long kernel_size, long? stride = null, bool ceil_mode = false)
            => new(norm_type, Square(kernel_size)!, Square(stride), ceil_mode);

        private static long[]? Square(long? size) => size is { } given ? [given, given] : null;

        private static long[]? Cube(long? size) => size is { } given ? [given, given, given] : null;
    }
}

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            /// <summary>The largest value of each window of [N, C, L].</summary>
            public static Tensor max_pool1d(Tensor input, long kernel_size, long? stride = null, long? padding = null,
                long? dilation = null, bool ceil_mode = false)
                => Ops.max_pool1d(input, [kernel_size], [stride ?? kernel_size], [padding ?? 0], [dilation ?? 1], ceil_mode);

            /// <summary>The largest value of each window of [N, C, L], and where it is.</summary>
            public static (Tensor output, Tensor indices) max_pool1d_with_indices(Tensor input, long kernel_size, long? stride = null,
                long? padding = null, long? dilation = null, bool ceil_mode = false)
                => Ops.max_pool1d_with_indices(input, [kernel_size], [stride ?? kernel_size], [padding ?? 0], [dilation ?? 1], ceil_mode);

            /// <summary>The largest value of each window of [N, C, H, W].</summary>
            public static Tensor max_pool2d(Tensor input, long[] kernel_size, long[]? strides = null, long[]? padding = null,
                long[]? dilation = null, bool ceil_mode = false)
                => Ops.max_pool2d(input, kernel_size, strides ?? kernel_size, padding ?? [0, 0], dilation ?? [1, 1], ceil_mode);

            /// <summary>The largest value of each square window of [N, C, H, W].</summary>
            public static Tensor max_pool2d(Tensor input, long kernel_size, long? stride = null, long? padding = null,
                long? dilation = null, bool ceil_mode = false)
                => max_pool2d(input, Square(kernel_size), Square(stride), Square(padding), Square(dilation), ceil_mode);

            /// <summary>The largest value of each window of [N, C, H, W].</summary>
            public static Tensor max_pool2d(Tensor input, (long, long) kernel_size, (long, long)? stride = null,
                (long, long)? padding = null, (long, long)? dilation = null, bool ceil_mode = false)
                => max_pool2d(input, List(kernel_size), ListOrNull(stride), ListOrNull(padding), ListOrNull(dilation), ceil_mode);

            /// <summary>The largest value of each window of [N, C, H, W], and where it is.</summary>
            public static (Tensor output, Tensor indices) max_pool2d_with_indices(Tensor input, long[] kernel_size,
                long[]? strides = null, long[]? padding = null, long[]? dilation = null, bool ceil_mode = false)
                => Ops.max_pool2d_with_indices(input, kernel_size, strides ?? kernel_size, padding ?? [0, 0], dilation ?? [1, 1],
                    ceil_mode);

            /// <summary>The largest value of each window of [N, C, D, H, W].</summary>
            public static Tensor max_pool3d(Tensor input, long[] kernel_size, long[]? strides = null, long[]? padding = null,
                long[]? dilation = null, bool ceil_mode = false)
                => Ops.max_pool3d(input, kernel_size, strides ?? kernel_size, padding ?? [0, 0, 0], dilation ?? [1, 1, 1], ceil_mode);

            /// <summary>The largest value of each window of [N, C, D, H, W], and where it is.</summary>
            public static (Tensor output, Tensor indices) max_pool3d_with_indices(Tensor input, long[] kernel_size,
                long[]? strides = null, long[]? padding = null, long[]? dilation = null, bool ceil_mode = false)
                => Ops.max_pool3d_with_indices(input, kernel_size, strides ?? kernel_size, padding ?? [0, 0, 0], dilation ?? [1, 1, 1],
                    ceil_mode);

            /// <summary>The mean of each window of [N, C, L].</summary>
            public static Tensor avg_pool1d(Tensor input, long kernel_size, long? stride = null, long? padding = null,
                bool ceil_mode = false, bool count_include_pad = true)
                => Ops.avg_pool1d(input, [kernel_size], [stride ?? kernel_size], [padding ?? 0], ceil_mode, count_include_pad);

            /// <summary>The mean of each window of [N, C, H, W].</summary>
            public static Tensor avg_pool2d(Tensor input, long[] kernel_size, long[]? stride = null, long[]? padding = null,
                bool ceil_mode = false, bool count_include_pad = true, long? divisor_override = null)
                => Ops.avg_pool2d(input, kernel_size, stride ?? kernel_size, padding ?? [0, 0], ceil_mode, count_include_pad,
                    divisor_override);

            /// <summary>The mean of each square window of [N, C, H, W].</summary>
            public static Tensor avg_pool2d(Tensor input, long kernel_size, long? stride = null, long padding = 0,
                bool ceil_mode = false, bool count_include_pad = true, long? divisor_override = null)
                => avg_pool2d(input, Square(kernel_size), Square(stride), Square(padding), ceil_mode, count_include_pad,
                    divisor_override);

            /// <summary>The mean of each window of [N, C, H, W].</summary>
            public static Tensor avg_pool2d(Tensor input, (long, long) kernel_size, (long, long)? stride = null,
                (long, long)? padding = null, bool ceil_mode = false, bool count_include_pad = true, long? divisor_override = null)
                => avg_pool2d(input, List(kernel_size), ListOrNull(stride), ListOrNull(padding), ceil_mode, count_include_pad,
                    divisor_override);

            /// <summary>The mean of each window of [N, C, D, H, W].</summary>
            public static Tensor avg_pool3d(Tensor input, long[] kernel_size, long[]? stride = null, long[]? padding = null,
                bool ceil_mode = false, bool count_include_pad = true, long? divisor_override = null)
                => Ops.avg_pool3d(input, kernel_size, stride ?? kernel_size, padding ?? [0, 0, 0], ceil_mode, count_include_pad,
                    divisor_override);

            /// <summary>The gradient of <see cref="avg_pool2d(Tensor, long[], long[], long[], bool, bool, long?)"/>.</summary>
            public static Tensor avg_pool2d_backward(Tensor input, Tensor originalInput, long[] kernel_sizes, long[]? strides = null,
                long[]? paddings = null, bool ceil_mode = false, bool count_include_pad = true, long? divisor_override = null)
                => Ops.avg_pool2d_backward(input, originalInput, kernel_sizes, strides ?? kernel_sizes, paddings ?? [0, 0], ceil_mode,
                    count_include_pad, divisor_override);

            /// <summary>The gradient of <see cref="avg_pool3d"/>.</summary>
            public static Tensor avg_pool3d_backward(Tensor input, Tensor originalInput, long[] kernel_sizes, long[]? strides = null,
                long[]? paddings = null, bool ceil_mode = false, bool count_include_pad = true, long? divisor_override = null)
                => Ops.avg_pool3d_backward(input, originalInput, kernel_sizes, strides ?? kernel_sizes, paddings ?? [0, 0, 0],
                    ceil_mode, count_include_pad, divisor_override);

            /// <summary>The p-norm of each window of [N, C, L].</summary>
            public static Tensor lp_pool1d(Tensor input, double norm_type, long kernel_size, long? stride = null, bool ceil_mode = false)
            {
                using var scope = NewDisposeScope();
                var mean = avg_pool1d(input.pow(norm_type), kernel_size, stride, 0, ceil_mode);
                return mean.sign().mul(relu(mean.abs())).mul(kernel_size).pow(1 / norm_type).MoveToOuterDisposeScope();
            }

            /// <summary>The p-norm of each window of [N, C, H, W].</summary>
            public static Tensor lp_pool2d(Tensor input, double norm_type, long[] kernel_size, long[]? stride = null,
                bool ceil_mode = false)
            {
                using var scope = NewDisposeScope();
                var mean = avg_pool2d(input.pow(norm_type), kernel_size, stride, null, ceil_mode);
                return mean.sign().mul(relu(mean.abs())).mul(kernel_size[0] * kernel_size[1]).pow(1 / norm_type)
                    .MoveToOuterDisposeScope();
            }

            /// <summary>The p-norm of each square window of [N, C, H, W].</summary>
            public static Tensor lp_pool2d(Tensor input, double norm_type, long kernel_size, long? stride = null, bool ceil_mode = false)
                => lp_pool2d(input, norm_type, Square(kernel_size), Square(stride), ceil_mode);

            private static long[] Square(long size) => [size, size];

            private static long[]? Square(long? size) => size is { } given ? [given, given] : null;
        }
    }
}

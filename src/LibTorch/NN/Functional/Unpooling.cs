namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            /// <summary>Puts values back where max pooling of [N, C, L] found them, zeros elsewhere.</summary>
            public static Tensor max_unpool1d(Tensor input, Tensor indices, long kernel_size, long? stride = null,
                long? padding = null, long[]? output_size = null)
            {
                var length = UnpooledSize(input, [kernel_size], [stride ?? kernel_size], [padding ?? 0], output_size)[0];
                using var flatInput = input.unsqueeze(-1);
                using var flatIndices = indices.unsqueeze(-1);
                using var result = Ops.max_unpool2d(flatInput, flatIndices, [length, 1]);
                return result.squeeze(-1);
            }

            /// <summary>Puts values back where max pooling of [N, C, H, W] found them, zeros elsewhere.</summary>
            public static Tensor max_unpool2d(Tensor input, Tensor indices, long[] kernel_size, long[]? stride = null,
                long[]? padding = null, long[]? output_size = null)
                => Ops.max_unpool2d(input, indices, UnpooledSize(input, kernel_size, stride, padding, output_size));

            /// <summary>Puts values back where max pooling of [N, C, D, H, W] found them, zeros elsewhere.</summary>
            public static Tensor max_unpool3d(Tensor input, Tensor indices, long[] kernel_size, long[]? stride = null,
                long[]? padding = null, long[]? output_size = null)
                => Ops.max_unpool3d(input, indices, UnpooledSize(input, kernel_size, stride, padding, output_size),
                    stride ?? kernel_size, padding ?? [0, 0, 0]);

            /// <summary>Max pooling over windows drawn at random (Graham, arXiv:1412.6071).</summary>
            public static Tensor fractional_max_pool2d(Tensor input, long[] kernel_size, long[]? output_size = null,
                double[]? output_ratio = null)
            {
                var (values, indices) = fractional_max_pool2d_with_indices(input, kernel_size, output_size, output_ratio);
                indices.Dispose();
                return values;
            }

            /// <inheritdoc cref="fractional_max_pool2d(Tensor, long[], long[], double[])"/>
            public static Tensor fractional_max_pool2d(Tensor input, long kernel_size, long? output_size = null,
                double? output_ratio = null)
                => fractional_max_pool2d(input, Square(kernel_size), Square(output_size), Same(output_ratio, 2));

            /// <inheritdoc cref="fractional_max_pool2d(Tensor, long[], long[], double[])"/>
            public static Tensor fractional_max_pool2d(Tensor input, (long, long) kernel_size, (long, long)? output_size = null,
                (double, double)? output_ratio = null)
                => fractional_max_pool2d(input, List(kernel_size), ListOrNull(output_size),
                    output_ratio is { } ratio ? [ratio.Item1, ratio.Item2] : null);

            /// <summary>As <see cref="fractional_max_pool2d(Tensor, long[], long[], double[])"/>, and where the values are.</summary>
            public static (Tensor Values, Tensor Indices) fractional_max_pool2d_with_indices(Tensor input, long[] kernel_size,
                long[]? output_size = null, double[]? output_ratio = null)
            {
                using var draws = Draws(input, 2);
                return Ops.fractional_max_pool2d(input, kernel_size, FractionalSize(input, 2, output_size, output_ratio), draws);
            }

            /// <inheritdoc cref="fractional_max_pool2d_with_indices(Tensor, long[], long[], double[])"/>
            public static (Tensor Values, Tensor Indices) fractional_max_pool2d_with_indices(Tensor input, long kernel_size,
                long? output_size = null, double? output_ratio = null)
                => fractional_max_pool2d_with_indices(input, Square(kernel_size), Square(output_size), Same(output_ratio, 2));

            /// <inheritdoc cref="fractional_max_pool2d_with_indices(Tensor, long[], long[], double[])"/>
            public static (Tensor Values, Tensor Indices) fractional_max_pool2d_with_indices(Tensor input, (long, long) kernel_size,
                (long, long)? output_size = null, (double, double)? output_ratio = null)
                => fractional_max_pool2d_with_indices(input, List(kernel_size), ListOrNull(output_size),
                    output_ratio is { } ratio ? [ratio.Item1, ratio.Item2] : null);

            /// <summary>Max pooling over cuboids drawn at random.</summary>
            public static Tensor fractional_max_pool3d(Tensor input, long[] kernel_size, long[]? output_size = null,
                double[]? output_ratio = null)
            {
                var (values, indices) = fractional_max_pool3d_with_indices(input, kernel_size, output_size, output_ratio);
                indices.Dispose();
                return values;
            }

            /// <inheritdoc cref="fractional_max_pool3d(Tensor, long[], long[], double[])"/>
            public static Tensor fractional_max_pool3d(Tensor input, long kernel_size, long? output_size = null,
                double? output_ratio = null)
                => fractional_max_pool3d(input, [kernel_size, kernel_size, kernel_size],
                    output_size is { } size ? [size, size, size] : null, Same(output_ratio, 3));

            /// <inheritdoc cref="fractional_max_pool3d(Tensor, long[], long[], double[])"/>
            public static Tensor fractional_max_pool3d(Tensor input, (long, long, long) kernel_size,
                (long, long, long)? output_size = null, (double, double, double)? output_ratio = null)
                => fractional_max_pool3d(input, List(kernel_size), ListOrNull(output_size),
                    output_ratio is { } ratio ? [ratio.Item1, ratio.Item2, ratio.Item3] : null);

            /// <summary>As <see cref="fractional_max_pool3d(Tensor, long[], long[], double[])"/>, and where the values are.</summary>
            public static (Tensor Values, Tensor Indices) fractional_max_pool3d_with_indices(Tensor input, long[] kernel_size,
                long[]? output_size = null, double[]? output_ratio = null)
            {
                using var draws = Draws(input, 3);
                return Ops.fractional_max_pool3d(input, kernel_size, FractionalSize(input, 3, output_size, output_ratio), draws);
            }

            /// <inheritdoc cref="fractional_max_pool3d_with_indices(Tensor, long[], long[], double[])"/>
            public static (Tensor Values, Tensor Indices) fractional_max_pool3d_with_indices(Tensor input, long kernel_size,
                long? output_size = null, double? output_ratio = null)
                => fractional_max_pool3d_with_indices(input, [kernel_size, kernel_size, kernel_size],
                    output_size is { } size ? [size, size, size] : null, Same(output_ratio, 3));

            /// <inheritdoc cref="fractional_max_pool3d_with_indices(Tensor, long[], long[], double[])"/>
            public static (Tensor Values, Tensor Indices) fractional_max_pool3d_with_indices(Tensor input,
                (long, long, long) kernel_size, (long, long, long)? output_size = null, (double, double, double)? output_ratio = null)
                => fractional_max_pool3d_with_indices(input, List(kernel_size), ListOrNull(output_size),
                    output_ratio is { } ratio ? [ratio.Item1, ratio.Item2, ratio.Item3] : null);

            // Where each window starts is drawn for every sample and channel.
            private static Tensor Draws(Tensor input, int dimensions)
            {
                var shape = input.shape;
                var batched = shape.Length == dimensions + 2;
                return rand([batched ? shape[0] : 1, shape[batched ? 1 : 0], dimensions], dtype: input.dtype, device: input.device);
            }

            private static long[] FractionalSize(Tensor input, int dimensions, long[]? size, double[]? ratio)
            {
                if (size is not null) return size;
                if (ratio is null) throw new ArgumentException("Either output_size or output_ratio must be given.", "output_size");
                var shape = input.shape.AsSpan()[^dimensions..];
                var result = new long[dimensions];
                for (var d = 0; d < dimensions; d++) result[d] = (long)(shape[d] * ratio[d]);
                return result;
            }

            /// <summary>Fails unless the size of the output is given, or its ratio to the input, between 0 and 1.</summary>
            internal static void CheckFraction(long[]? output_size, double[]? output_ratio)
            {
                if (output_size is null && output_ratio is null)
                    throw new ArgumentException("Either output_size or output_ratio must be given.", nameof(output_size));
                Require.Positive(output_size);
                foreach (var ratio in output_ratio ?? [])
                    if (ratio is not (> 0 and < 1))
                        throw new ArgumentOutOfRangeException(nameof(output_ratio), $"output_ratio must be between 0 and 1, got {ratio}");
            }

            private static double[]? Same(double? value, int count)
                => value is { } given ? Enumerable.Repeat(given, count).ToArray() : null;

            private static long[] UnpooledSize(Tensor input, long[] kernel, long[]? stride, long[]? padding, long[]? wanted)
            {
                if (wanted is not null) return wanted.Length <= kernel.Length ? wanted : wanted[^kernel.Length..];
                var sizes = input.shape.AsSpan()[^kernel.Length..];
                var result = new long[kernel.Length];
                for (var d = 0; d < kernel.Length; d++)
                    result[d] = (sizes[d] - 1) * (stride ?? kernel)[d] + kernel[d] - 2 * (padding?[d] ?? 0);
                return result;
            }
        }
    }
}

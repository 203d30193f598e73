namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            /// <summary>Resizes [N, C, L], [N, C, H, W] or [N, C, D, H, W].</summary>
            /// <param name="x">The images.</param>
            /// <param name="size">The wanted spatial size; give this or the scale.</param>
            /// <param name="scale_factor">The wanted factors; one for all dimensions or one each.</param>
            /// <param name="mode">How values between pixels are found; it must fit the number of dimensions.</param>
            /// <param name="align_corners">Whether corner pixels keep their places.</param>
            /// <param name="recompute_scale_factor">Compute the factors anew from the rounded size.</param>
            /// <param name="antialias">Smooth when shrinking (bilinear and bicubic).</param>
            public static Tensor interpolate(Tensor x, long[]? size = null, double[]? scale_factor = null,
                InterpolationMode mode = InterpolationMode.Nearest, bool? align_corners = null,
                bool recompute_scale_factor = false, bool antialias = false)
            {
                var dimensions = (int)x.ndim - 2;
                if (dimensions is < 1 or > 3)
                    throw new ArgumentException($"Input must have 3, 4 or 5 dimensions, but got {x.ndim}.", nameof(x));
                if (size is null == scale_factor is null)
                    throw new ArgumentException("Give either size or scale_factor.", nameof(size));
                var exactOrNearest = mode is InterpolationMode.Nearest or InterpolationMode.NearestExact or InterpolationMode.Area;
                if (exactOrNearest && align_corners is not null)
                    throw new ArgumentException("align_corners goes with the linear and cubic modes only.", nameof(align_corners));
                if (antialias && mode is not (InterpolationMode.Bilinear or InterpolationMode.Bicubic))
                    throw new ArgumentException("antialias goes with the modes bilinear and bicubic only.", nameof(antialias));
                size = Expand(size, dimensions, nameof(size));
                scale_factor = Expand(scale_factor, dimensions, nameof(scale_factor));
                if (size is null && (recompute_scale_factor || mode == InterpolationMode.Area))
                {
                    var shape = x.shape;
                    size = new long[dimensions];
                    for (var d = 0; d < dimensions; d++) size[d] = (long)Math.Floor(shape[d + 2] * scale_factor![d]);
                    scale_factor = null;
                }
                var corners = align_corners ?? false;
                return (mode, dimensions) switch
                {
                    (InterpolationMode.Nearest, 1) => Ops.upsample_nearest1d_vec(x, size, scale_factor),
                    (InterpolationMode.Nearest, 2) => Ops.upsample_nearest2d_vec(x, size, scale_factor),
                    (InterpolationMode.Nearest, 3) => Ops.upsample_nearest3d_vec(x, size, scale_factor),
                    (InterpolationMode.NearestExact, 1) => Ops._upsample_nearest_exact1d_vec(x, size, scale_factor),
                    (InterpolationMode.NearestExact, 2) => Ops._upsample_nearest_exact2d_vec(x, size, scale_factor),
                    (InterpolationMode.NearestExact, 3) => Ops._upsample_nearest_exact3d_vec(x, size, scale_factor),
                    (InterpolationMode.Area, 1) => adaptive_avg_pool1d(x, size![0]),
                    (InterpolationMode.Area, 2) => adaptive_avg_pool2d(x, size!),
                    (InterpolationMode.Area, 3) => adaptive_avg_pool3d(x, size!),
                    (InterpolationMode.Linear, 1) => Ops.upsample_linear1d_vec(x, size, corners, scale_factor),
                    (InterpolationMode.Bilinear, 2) when antialias
                        => Ops._upsample_bilinear2d_aa_vec(x, size, corners, scale_factor),
                    (InterpolationMode.Bilinear, 2) => Ops.upsample_bilinear2d_vec(x, size, corners, scale_factor),
                    (InterpolationMode.Bicubic, 2) when antialias
                        => Ops._upsample_bicubic2d_aa_vec(x, size, corners, scale_factor),
                    (InterpolationMode.Bicubic, 2) => Ops.upsample_bicubic2d_vec(x, size, corners, scale_factor),
                    (InterpolationMode.Trilinear, 3) => Ops.upsample_trilinear3d_vec(x, size, corners, scale_factor),
                    _ => throw new ArgumentException($"Mode {mode} does not fit an input of {x.ndim} dimensions.", nameof(mode)),
                };
            }

            /// <summary>As <see cref="interpolate"/>.</summary>
            public static Tensor upsample(Tensor input, long[]? size = null, double[]? scale_factor = null,
                UpsampleMode mode = UpsampleMode.Nearest, bool align_corners = false)
                => interpolate(input, size, scale_factor, (InterpolationMode)mode,
                    mode == UpsampleMode.Nearest ? null : align_corners);

            /// <summary>As <see cref="interpolate"/>, bilinear.</summary>
            public static Tensor upsample_bilinear(Tensor x, long[]? size = null, double[]? scale_factor = null,
                bool align_corners = false)
                => interpolate(x, size, scale_factor, InterpolationMode.Bilinear, align_corners);

            /// <summary>As <see cref="interpolate"/>, nearest pixel.</summary>
            public static Tensor upsample_nearest(Tensor x, long[]? size = null, double[]? scale_factor = null,
                bool align_corners = false)
                => interpolate(x, size, scale_factor);

            /// <summary>Resizes [N, C, L] to the nearest pixel.</summary>
            public static Tensor upsample_nearest1d(Tensor input, long? outputSize, double? scaleFactor)
                => Ops.upsample_nearest1d_vec(input, outputSize is { } size ? [size] : null, scaleFactor is { } scale ? [scale] : null);

            /// <summary>Resizes [N, C, H, W] to the nearest pixel.</summary>
            public static Tensor upsample_nearest2d(Tensor input, long[]? outputSizes = null, double[]? scaleFactors = null)
                => Ops.upsample_nearest2d_vec(input, outputSizes, scaleFactors);

            /// <summary>Resizes [N, C, D, H, W] to the nearest pixel.</summary>
            public static Tensor upsample_nearest3d(Tensor input, long[]? outputSizes = null, double[]? scaleFactors = null)
                => Ops.upsample_nearest3d_vec(input, outputSizes, scaleFactors);

            /// <summary>The gradient of <see cref="upsample_nearest1d"/>'s input, of length <paramref name="inputSize"/>, from that of its result [N, C, L].</summary>
            public static Tensor upsample_nearest1d_backward(Tensor grad_output, long? outputSize, long inputSize, double? scaleFactor)
                => Ops.upsample_nearest1d_backward(grad_output, outputSize is { } size ? [size] : grad_output.shape[2..], Whole([inputSize], grad_output), scaleFactor);

            /// <summary>The gradient of <see cref="upsample_nearest2d"/>'s input, of the given size ([H, W] or [N, C, H, W]), from that of its result.</summary>
            public static Tensor upsample_nearest2d_backward(Tensor grad_output, long[] inputSizes, long[]? outputSizes = null, double[]? scaleFactors = null)
                => Ops.upsample_nearest2d_backward(grad_output, outputSizes ?? grad_output.shape[2..], Whole(inputSizes, grad_output), scaleFactors?[0], scaleFactors?[1]);

            /// <summary>The gradient of <see cref="upsample_nearest3d"/>'s input, of the given size ([D, H, W] or [N, C, D, H, W]), from that of its result.</summary>
            public static Tensor upsample_nearest3d_backward(Tensor grad_output, long[] inputSizes, long[]? outputSizes = null, double[]? scaleFactors = null)
                => Ops.upsample_nearest3d_backward(grad_output, outputSizes ?? grad_output.shape[2..], Whole(inputSizes, grad_output), scaleFactors?[0], scaleFactors?[1], scaleFactors?[2]);

            private static long[] Whole(long[] size, Tensor like) => size.Length == like.ndim ? size : [like.shape[0], like.shape[1], .. size];

            private static T[]? Expand<T>(T[]? given, int dimensions, string name)
            {
                if (given is null || given.Length == dimensions) return given;
                if (given.Length == 1) return Enumerable.Repeat(given[0], dimensions).ToArray();
                throw new ArgumentException($"{name} must have 1 or {dimensions} elements, got {given.Length}.", name);
            }
        }
    }
}

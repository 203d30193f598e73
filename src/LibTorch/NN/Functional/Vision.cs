namespace TorchSharp;

public static partial class torch
{
    /// <summary>How <see cref="nn.Upsample"/> finds values between pixels.</summary>
    public enum UpsampleMode
    {
        Nearest = 0,
        Linear = 1,
        Bilinear = 2,
        Bicubic = 3,
        Trilinear = 4,
    }

    /// <summary>How <see cref="nn.functional.interpolate"/> finds values between pixels.</summary>
    public enum InterpolationMode
    {
        Nearest = 0,
        Linear = 1,
        Bilinear = 2,
        Bicubic = 3,
        Trilinear = 4,
        Area = 5,
        NearestExact = 6,
    }

    /// <summary>How <see cref="nn.functional.grid_sample"/> finds values between pixels.</summary>
    public enum GridSampleMode
    {
        Nearest = 0,
        Bilinear = 2,
    }

    /// <summary>What <see cref="nn.functional.grid_sample"/> finds outside the image.</summary>
    public enum GridSamplePaddingMode
    {
        Zeros = 0,
        Reflection = 1,
        Border = 2,
    }

    public static partial class nn
    {
        public static partial class functional
        {
            /// <summary>Adds a border.</summary>
            /// <param name="input">The tensor.</param>
            /// <param name="pad">Pairs (before, after), from the last dimension to the first.</param>
            /// <param name="mode">What the border holds.</param>
            /// <param name="value">The value, in mode constant.</param>
            public static Tensor pad(Tensor input, long[] pad, PaddingModes mode = PaddingModes.Constant, double value = 0)
                => mode switch
                {
                    PaddingModes.Zeros => Ops.pad(input, pad, "constant", 0),
                    PaddingModes.Constant => Ops.pad(input, pad, "constant", value),
                    PaddingModes.Reflect => Ops.pad(input, pad, "reflect", null),
                    PaddingModes.Replicate => Ops.pad(input, pad, "replicate", null),
                    PaddingModes.Circular => Ops.pad(input, pad, "circular", null),
                    _ => throw new ArgumentException($"Unknown padding mode {mode}", nameof(mode)),
                };

            /// <inheritdoc cref="pad(Tensor, long[], PaddingModes, double)"/>
            public static Tensor pad(Tensor input, ReadOnlySpan<long> pad, PaddingModes mode = PaddingModes.Constant, double value = 0)
                => functional.pad(input, pad.ToArray(), mode, value);

            /// <inheritdoc cref="pad(Tensor, long[], PaddingModes, double)"/>
            public static Tensor pad(Tensor input, (long, long) pad, PaddingModes mode = PaddingModes.Constant, double value = 0)
                => functional.pad(input, [pad.Item1, pad.Item2], mode, value);

            /// <inheritdoc cref="pad(Tensor, long[], PaddingModes, double)"/>
            public static Tensor pad(Tensor input, (long, long, long, long) pad, PaddingModes mode = PaddingModes.Constant,
                double value = 0)
                => functional.pad(input, [pad.Item1, pad.Item2, pad.Item3, pad.Item4], mode, value);

            /// <summary>Adds a border of the same width on both sides of every dimension.</summary>
            public static Tensor pad(Tensor input, long pad, PaddingModes mode = PaddingModes.Constant, double value = 0)
                => functional.pad(input, Enumerable.Repeat(pad, 2 * (int)input.ndim).ToArray(), mode, value);

            /// <summary>Values of an image at the places of a grid of coordinates in [−1, 1] (Jaderberg et al., arXiv:1506.02025).</summary>
            public static Tensor grid_sample(Tensor input, Tensor grid, GridSampleMode mode = GridSampleMode.Bilinear,
                GridSamplePaddingMode padding_mode = GridSamplePaddingMode.Zeros, bool? align_corners = null)
            {
                var how = mode == GridSampleMode.Nearest ? 1 : 0;
                var outside = padding_mode switch
                {
                    GridSamplePaddingMode.Border => 1,
                    GridSamplePaddingMode.Reflection => 2,
                    _ => 0,
                };
                return Ops.grid_sampler(input, grid, how, outside, align_corners ?? false);
            }

            /// <summary>The grid of sampling places of an affine map.</summary>
            public static Tensor affine_grid(Tensor theta, long[]? size = null, bool align_corners = false)
                => Ops.affine_grid_generator(theta, size ?? throw new ArgumentNullException(nameof(size)), align_corners);

            /// <summary>[N, C·r², H, W] to [N, C, H·r, W·r] (Shi et al., arXiv:1609.05158).</summary>
            public static Tensor pixel_shuffle(Tensor input, long upscale_factor) => Ops.pixel_shuffle(input, upscale_factor);

            /// <summary>[N, C, H·r, W·r] to [N, C·r², H, W].</summary>
            public static Tensor pixel_unshuffle(Tensor input, long downscale_factor) => Ops.pixel_unshuffle(input, downscale_factor);

            /// <summary>Mixes the channels of groups.</summary>
            public static Tensor channel_shuffle(Tensor input, long groups)
            {
                // Old versions of the operator have no derivative, these have.
                var shape = input.shape;
                if (shape.Length < 3 || groups <= 0 || shape[1] % groups != 0)
                    throw new ArgumentException($"Number of channels must be divisible by groups ({groups}), got an input of shape " +
                        $"[{string.Join(", ", shape)}]", nameof(groups));
                using var scope = NewDisposeScope();
                return input.reshape([shape[0], groups, shape[1] / groups, .. shape[2..]]).transpose(1, 2).reshape(shape)
                    .MoveToOuterDisposeScope();
            }

            /// <summary>The square windows of [N, C, H, W] as columns [N, C·k², L].</summary>
            public static Tensor unfold(Tensor input, long kernel_size, long dilation = 1, long padding = 0, long stride = 1)
                => Ops.im2col(input, Square(kernel_size), Square(dilation), Square(padding), Square(stride));

            /// <summary>The windows of [N, C, H, W] as columns [N, C·kH·kW, L].</summary>
            public static Tensor unfold(Tensor input, (long, long) kernel_size, (long, long)? dilation = null,
                (long, long)? padding = null, (long, long)? stride = null)
                => Ops.im2col(input, List(kernel_size), List(dilation, 1), List(padding, 0), List(stride, 1));

            /// <summary>Adds columns [N, C·k², L] up to images: the gradient of <see cref="unfold(Tensor, long, long, long, long)"/>.</summary>
            public static Tensor fold(Tensor input, long output_size, long kernel_size, long dilation = 1, long padding = 0,
                long stride = 1)
                => Ops.col2im(input, Square(output_size), Square(kernel_size), Square(dilation), Square(padding), Square(stride));

            /// <summary>Adds columns [N, C·kH·kW, L] up to images.</summary>
            public static Tensor fold(Tensor input, (long, long) output_size, (long, long) kernel_size, (long, long)? dilation = null,
                (long, long)? padding = null, (long, long)? stride = null)
                => Ops.col2im(input, List(output_size), List(kernel_size), List(dilation, 1), List(padding, 0), List(stride, 1));
        }
    }
}

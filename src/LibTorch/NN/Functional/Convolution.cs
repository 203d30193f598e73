namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            /// <summary>Cross-correlation over [N, C, L].</summary>
            public static Tensor conv1d(Tensor input, Tensor weight, Tensor? bias = null, long? stride = null, long? padding = null,
                long? dilation = null, long groups = 1)
                => Ops.conv1d(input, weight, bias, [stride ?? 1], [padding ?? 0], [dilation ?? 1], groups);

            /// <summary>Cross-correlation over [N, C, L] with padding chosen by name.</summary>
            public static Tensor conv1d_padding(Tensor input, Tensor weight, Tensor? bias = null, long? stride = null,
                Padding padding = Padding.Valid, long? dilation = null, long groups = 1)
                => Ops.conv1d_padding(input, weight, bias, [stride ?? 1], Named(padding), [dilation ?? 1], groups);

            /// <summary>Cross-correlation over [N, C, H, W].</summary>
            public static Tensor conv2d(Tensor input, Tensor weight, Tensor? bias = null, long[]? strides = null,
                long[]? padding = null, long[]? dilation = null, long groups = 1)
                => Ops.conv2d(input, weight, bias, Or(strides, [1, 1]), Or(padding, [0, 0]), Or(dilation, [1, 1]), groups);

            /// <summary>Cross-correlation over [N, C, H, W] with padding chosen by name.</summary>
            public static Tensor conv2d_padding(Tensor input, Tensor weight, Tensor? bias = null, long[]? strides = null,
                Padding padding = Padding.Valid, long[]? dilation = null, long groups = 1)
                => Ops.conv2d_padding(input, weight, bias, Or(strides, [1, 1]), Named(padding), Or(dilation, [1, 1]), groups);

            /// <summary>Cross-correlation over [N, C, D, H, W].</summary>
            public static Tensor conv3d(Tensor input, Tensor weight, Tensor? bias = null, long[]? strides = null,
                long[]? padding = null, long[]? dilation = null, long groups = 1)
                => Ops.conv3d(input, weight, bias, Or(strides, [1, 1, 1]), Or(padding, [0, 0, 0]), Or(dilation, [1, 1, 1]), groups);

            /// <summary>Cross-correlation over [N, C, D, H, W] with padding chosen by name.</summary>
            public static Tensor conv3d_padding(Tensor input, Tensor weight, Tensor? bias = null, long[]? strides = null,
                Padding padding = Padding.Valid, long[]? dilation = null, long groups = 1)
                => Ops.conv3d_padding(input, weight, bias, Or(strides, [1, 1, 1]), Named(padding), Or(dilation, [1, 1, 1]), groups);

            /// <summary>The transpose (gradient) of <see cref="conv1d"/> with respect to its input.</summary>
            public static Tensor conv_transpose1d(Tensor input, Tensor weight, Tensor? bias = null, long? stride = null,
                long? padding = null, long? output_padding = null, long? dilation = null, long groups = 1)
                => Ops.conv_transpose1d(input, weight, bias, [stride ?? 1], [padding ?? 0], [output_padding ?? 0], groups,
                    [dilation ?? 1]);

            /// <summary>The transpose (gradient) of <see cref="conv2d"/> with respect to its input.</summary>
            public static Tensor conv_transpose2d(Tensor input, Tensor weight, Tensor? bias = null, long[]? strides = null,
                long[]? padding = null, long[]? output_padding = null, long[]? dilation = null, long groups = 1)
                => Ops.conv_transpose2d_input(input, weight, bias, Or(strides, [1, 1]), Or(padding, [0, 0]), Or(output_padding, [0, 0]),
                    groups, Or(dilation, [1, 1]));

            /// <summary>The transpose (gradient) of <see cref="conv3d"/> with respect to its input.</summary>
            public static Tensor conv_transpose3d(Tensor input, Tensor weight, Tensor? bias = null, long[]? strides = null,
                long[]? padding = null, long[]? output_padding = null, long[]? dilation = null, long groups = 1)
                => Ops.conv_transpose3d_input(input, weight, bias, Or(strides, [1, 1, 1]), Or(padding, [0, 0, 0]),
                    Or(output_padding, [0, 0, 0]), groups, Or(dilation, [1, 1, 1]));

            private static string Named(Padding padding) => padding == Padding.Same ? "same" : "valid";

            // Defaults come from constant memory: "given ?? [1, 1]" would be a new array a call.
            private static ReadOnlySpan<long> Or(long[]? given, ReadOnlySpan<long> otherwise) => given is null ? otherwise : given;
        }
    }
}

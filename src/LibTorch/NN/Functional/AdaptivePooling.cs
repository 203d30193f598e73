namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            /// <summary>Means over windows chosen so that the output has the given length.</summary>
            public static Tensor adaptive_avg_pool1d(Tensor input, long output_size) => Ops.adaptive_avg_pool1d(input, [output_size]);

            /// <summary>Writes the gradient of <see cref="adaptive_avg_pool3d(Tensor, long[])"/>'s input into <paramref name="gradInput"/>, from that of its result.</summary>
            public static Tensor adaptive_avg_pool3d_backward(Tensor gradInput, Tensor gradOutput, Tensor originalInput)
                => Into(Ops._adaptive_avg_pool3d_backward(gradOutput, originalInput), gradInput);

            /// <summary>Largest values of windows chosen so that the output has the given length.</summary>
            public static Tensor adaptive_max_pool1d(Tensor input, long output_size)
            {
                var (values, indices) = Ops.adaptive_max_pool1d(input, [output_size]);
                indices.Dispose();
                return values;
            }

            /// <summary>As <see cref="adaptive_max_pool1d"/>, and where the values are.</summary>
            public static (Tensor Values, Tensor Indices) adaptive_max_pool1d_with_indices(Tensor input, long output_size)
                => Ops.adaptive_max_pool1d(input, [output_size]);
        }
    }
}

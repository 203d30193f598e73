namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            /// <summary>input · weightsᵀ + bias.</summary>
            public static Tensor linear(Tensor input, Tensor weights, Tensor? bias = null) => Ops.linear(input, weights, bias);

            /// <summary>input1ᵀ · weight · input2 + bias.</summary>
            public static Tensor bilinear(Tensor input1, Tensor input2, Tensor weight, Tensor? bias = null)
                => Ops.bilinear(input1, input2, weight, bias);

            /// <summary>Vectors of zeros with a one at the given class.</summary>
            /// <exception cref="ArgumentException">The input is not of type int64.</exception>
            public static Tensor one_hot(Tensor x, long num_classes = -1)
            {
                if (x.dtype != ScalarType.Int64) throw new ArgumentException("OneHot input tensor must have elements of type Int64", nameof(x));
                return Ops.one_hot(x, num_classes);
            }

            /// <summary>x1 · x2 / (‖x1‖ · ‖x2‖) along <paramref name="dim"/>.</summary>
            public static Tensor cosine_similarity(Tensor x1, Tensor x2, long dim = 1, double eps = 1e-8)
                => Ops.cosine_similarity(x1, x2, dim, eps);

            /// <summary>The p-norm of input1 − input2 + eps along the last dimension.</summary>
            public static Tensor pairwise_distance(Tensor input1, Tensor input2, double p = 2.0, double eps = 1e-6, bool keepdim = false)
                => Ops.pairwise_distance(input1, input2, p, eps, keepdim);
        }
    }
}

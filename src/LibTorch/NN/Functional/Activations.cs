namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>The functions that the modules are made of.</summary>
        public static partial class functional
        {
            private const double OneEighth = 1.0 / 8;
            private const double OneThird = 1.0 / 3;

            /// <summary>max(0, x).</summary>
            public static Tensor relu(Tensor x, bool inplace = false) => inplace ? Ops.relu_(x).alias() : Ops.relu(x);

            /// <summary>min(max(0, x), 6).</summary>
            public static Tensor relu6(Tensor x, bool inplace = false) => inplace ? Ops.hardtanh_(x, 0, 6).alias() : Ops.hardtanh(x, 0, 6);

            /// <summary>x where positive, else slope · x.</summary>
            public static Tensor leaky_relu(Tensor input, double negative_slope = 0.01, bool inplace = false)
                => inplace ? Ops.leaky_relu_(input, negative_slope).alias() : Ops.leaky_relu(input, negative_slope);

            /// <summary>x where positive, else weight · x, with one weight or one a channel.</summary>
            public static Tensor prelu(Tensor input, Tensor weight) => Ops.prelu(input, weight);

            /// <summary>Leaky ReLU with a slope drawn uniformly from [lower, upper] for each negative element.</summary>
            public static Tensor rrelu(Tensor x, double lower = OneEighth, double upper = OneThird, bool inplace = false)
                => rrelu(x, lower, upper, inplace, training: false);

            internal static Tensor rrelu(Tensor x, double lower, double upper, bool inplace, bool training)
                => inplace ? Ops.rrelu_(x, lower, upper, training, null).alias() : Ops.rrelu(x, lower, upper, training, null);

            /// <summary>x where positive, else alpha · (exp(x) − 1).</summary>
            public static Tensor elu(Tensor x, double alpha, bool inplace = false)
                => inplace ? Ops.elu_(x, alpha, 1, 1).alias() : Ops.elu(x, alpha, 1, 1);

            /// <summary>max(0, x) + min(0, alpha · (exp(x/alpha) − 1)).</summary>
            public static Tensor celu(Tensor x, double alpha, bool inplace = false)
                => inplace ? Ops.celu_(x, alpha).alias() : Ops.celu(x, alpha);

            /// <summary>Scaled ELU with the constants that keep activations at mean 0 and variance 1.</summary>
            public static Tensor selu(Tensor x, bool inplace = false) => inplace ? Ops.selu_(x).alias() : Ops.selu(x);

            /// <summary>x · Φ(x), with the normal distribution function Φ.</summary>
            public static Tensor gelu(Tensor x) => Ops.gelu(x, "none");

            /// <summary>x · Φ(x), with the normal distribution function Φ.</summary>
            public static Tensor gelu(Tensor x, bool inplace) => gelu(x, Modules.GELU.Approximate.none, inplace);

            /// <summary>x · Φ(x), exactly or by the tanh approximation of Φ.</summary>
            public static Tensor gelu(Tensor x, Modules.GELU.Approximate approximate, bool inplace = false)
            {
                var how = approximate == Modules.GELU.Approximate.tanh ? "tanh" : "none";
                return inplace ? Ops.gelu_(x, how).alias() : Ops.gelu(x, how);
            }

            /// <summary>x · sigmoid(x).</summary>
            public static Tensor silu(Tensor x, bool inplace = false) => inplace ? Ops.silu_(x).alias() : Ops.silu(x);

            /// <inheritdoc cref="silu"/>
            public static Tensor SiLU(Tensor x, bool inplace = false) => silu(x, inplace);

            /// <summary>x · tanh(softplus(x)).</summary>
            public static Tensor mish(Tensor x, bool inplace = false) => inplace ? Ops.mish_(x).alias() : Ops.mish(x);

            /// <inheritdoc cref="mish"/>
            public static Tensor Mish(Tensor x) => mish(x);

            /// <summary>1 / (1 + exp(−x)).</summary>
            public static Tensor sigmoid(Tensor x) => Ops.sigmoid(x);

            /// <summary>1 / (1 + exp(−x)).</summary>
            public static Tensor sigmoid(Tensor x, bool inplace) => inplace ? Ops.sigmoid_(x).alias() : Ops.sigmoid(x);

            /// <summary>Hyperbolic tangent.</summary>
            public static Tensor tanh(Tensor x, bool inplace = false) => inplace ? Ops.tanh_(x).alias() : Ops.tanh(x);

            /// <summary>x − tanh(x).</summary>
            public static Tensor tanhshrink(Tensor x, bool inplace = false)
            {
                using var squashed = Ops.tanh(x);
                return inplace ? x.sub_(squashed).alias() : x.sub(squashed);
            }

            /// <inheritdoc cref="tanhshrink"/>
            public static Tensor Tanhshrink(Tensor x) => tanhshrink(x);

            /// <summary>x limited to [min_val, max_val].</summary>
            public static Tensor hardtanh(Tensor x, double min_val = -1.0, double max_val = 1.0, bool inplace = false)
                => inplace ? Ops.hardtanh_(x, min_val, max_val).alias() : Ops.hardtanh(x, min_val, max_val);

            /// <inheritdoc cref="hardtanh"/>
            public static Tensor Hardtanh(Tensor x, double min_val = -1.0, double max_val = 1.0, bool inplace = false)
                => hardtanh(x, min_val, max_val, inplace);

            /// <summary>x/6 + 1/2 limited to [0, 1].</summary>
            public static Tensor hardsigmoid(Tensor input, bool inplace = false)
                => inplace ? Ops.hardsigmoid_(input).alias() : Ops.hardsigmoid(input);

            /// <summary>x · hardsigmoid(x).</summary>
            public static Tensor hardswish(Tensor input, bool inplace = false) => inplace ? Ops.hardswish_(input).alias() : Ops.hardswish(input);

            /// <summary>x outside [−lambda, lambda], else 0.</summary>
            public static Tensor hardshrink(Tensor x, double lambda = 0.5) => Ops.hardshrink(x, lambda);

            /// <inheritdoc cref="hardshrink"/>
            public static Tensor Hardshrink(Tensor x, double lambda = 0.5) => hardshrink(x, lambda);

            /// <summary>x moved toward 0 by lambda, and 0 within lambda of it.</summary>
            public static Tensor softshrink(Tensor x, double lambda = 0.5) => Ops.softshrink(x, lambda);

            /// <inheritdoc cref="softshrink"/>
            public static Tensor Softshrink(Tensor x, double lambda = 0.5) => softshrink(x, lambda);

            /// <summary>log(1 + exp(beta · x)) / beta, and x itself where beta · x exceeds the threshold.</summary>
            public static Tensor softplus(Tensor x, double beta = 1, double threshold = 20) => Ops.softplus(x, beta, threshold);

            /// <summary>x / (1 + |x|).</summary>
            public static Tensor softsign(Tensor x, bool inplace = false)
            {
                using var size = Ops.abs(x);
                using var divisor = size.add(1);
                return inplace ? x.div_(divisor).alias() : x.div(divisor);
            }

            /// <inheritdoc cref="softsign"/>
            public static Tensor Softsign(Tensor x) => softsign(x);

            /// <summary>log(sigmoid(x)).</summary>
            public static Tensor logsigmoid(Tensor x) => Ops.log_sigmoid(x);

            /// <summary>x where above the threshold, else value.</summary>
            public static Tensor threshold(Tensor x, double threshold, double value, bool inplace = false)
                => inplace ? Ops.threshold_(x, threshold, value).alias() : Ops.threshold(x, threshold, value);

            /// <inheritdoc cref="threshold"/>
            public static Tensor Threshold(Tensor x, double threshold, double value, bool inplace = false)
                => functional.threshold(x, threshold, value, inplace);

            /// <summary>a · sigmoid(b) for the halves a and b of the input along <paramref name="dim"/>.</summary>
            public static Tensor glu(Tensor input, long dim = -1) => Ops.glu(input, dim);

            /// <summary>exp(x) divided by its sum along <paramref name="dim"/>.</summary>
            public static Tensor softmax(Tensor input, long dim, ScalarType? dtype = null) => Ops.softmax_int(input, dim, dtype);

            /// <summary>softmax over the channels of [N, C, H, W] or [C, H, W].</summary>
            public static Tensor softmax2d(Tensor x) => softmax(x, -3);

            /// <summary>softmax(−x).</summary>
            public static Tensor softmin(Tensor x, long dim)
            {
                using var negated = x.neg();
                return softmax(negated, dim);
            }

            /// <summary>log(softmax(x)).</summary>
            public static Tensor log_softmax(Tensor x, long dim) => Ops.log_softmax_int(x, dim, null);

            /// <inheritdoc cref="log_softmax(Tensor, long)"/>
            public static Tensor log_softmax(Tensor x, long dim, ScalarType? dtype) => Ops.log_softmax_int(x, dim, dtype);
        }
    }
}

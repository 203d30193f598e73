using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>max(0, x).</summary>
        public static ReLU ReLU(bool inplace = false) => new(inplace);

        /// <summary>min(max(0, x), 6).</summary>
        public static ReLU6 ReLU6(bool inplace = false) => new(inplace);

        /// <summary>x where positive, else slope · x.</summary>
        public static LeakyReLU LeakyReLU(double negative_slope = 0.01, bool inplace = false) => new(negative_slope, inplace);

        /// <summary>x where positive, else a trained slope · x.</summary>
        public static PReLU PReLU(long num_parameters, double init = 0.25, Device? device = null, ScalarType? dtype = null)
            => new(num_parameters, init, device, dtype);

        /// <summary>Leaky ReLU whose slope is drawn from [lower, upper] in training.</summary>
        public static RReLU RReLU(double lower = 1.0 / 8, double upper = 1.0 / 3, bool inplace = false) => new(lower, upper, inplace);

        /// <summary>x where positive, else alpha · (exp(x) − 1).</summary>
        public static ELU ELU(double alpha = 1.0, bool inplace = false) => new(alpha, inplace);

        /// <summary>max(0, x) + min(0, alpha · (exp(x/alpha) − 1)).</summary>
        public static CELU CELU(double alpha = 1.0, bool inplace = false) => new(alpha, inplace);

        /// <summary>Scaled ELU.</summary>
        public static SELU SELU(bool inplace = false) => new(inplace);

        /// <summary>x where above the threshold, else value.</summary>
        public static Threshold Threshold(double threshold, double value, bool inplace = false) => new(threshold, value, inplace);

        /// <summary>x · Φ(x).</summary>
        public static GELU GELU() => new(false, Modules.GELU.Approximate.none);

        /// <summary>x · Φ(x).</summary>
        public static GELU GELU(bool inplace) => new(inplace, Modules.GELU.Approximate.none);

        /// <summary>x · Φ(x), exactly or by the tanh approximation.</summary>
        public static GELU GELU(GELU.Approximate approximate, bool inplace = false) => new(inplace, approximate);

        /// <summary>x · sigmoid(x).</summary>
        public static SiLU SiLU() => new(false);

        /// <summary>x · sigmoid(x).</summary>
        public static SiLU SiLU(bool inplace) => new(inplace);

        /// <summary>x · tanh(softplus(x)).</summary>
        public static Mish Mish() => new(false);

        /// <summary>x · tanh(softplus(x)).</summary>
        public static Mish Mish(bool inplace) => new(inplace);

        /// <summary>log(1 + exp(beta · x)) / beta.</summary>
        public static Softplus Softplus(double beta = 1, double threshold = 20) => new(beta, threshold);

        /// <summary>1 / (1 + exp(−x)).</summary>
        public static Sigmoid Sigmoid() => new(false);

        /// <summary>1 / (1 + exp(−x)).</summary>
        public static Sigmoid Sigmoid(bool inplace) => new(inplace);

        /// <summary>log(sigmoid(x)).</summary>
        public static LogSigmoid LogSigmoid() => new();

        /// <summary>Hyperbolic tangent.</summary>
        public static Tanh Tanh() => new(false);

        /// <summary>Hyperbolic tangent.</summary>
        public static Tanh Tanh(bool inplace = false) => new(inplace);

        /// <summary>x / (1 + |x|).</summary>
        public static Softsign Softsign() => new(false);

        /// <summary>x / (1 + |x|).</summary>
        public static Softsign Softsign(bool inplace) => new(inplace);

        /// <summary>x limited to [min_val, max_val].</summary>
        public static Hardtanh Hardtanh(double min_val = -1.0, double max_val = 1.0, bool inplace = false)
            => new(min_val, max_val, inplace);

        /// <summary>x/6 + 1/2 limited to [0, 1].</summary>
        public static Hardsigmoid Hardsigmoid(bool inplace = false) => new(inplace);

        /// <summary>x · hardsigmoid(x).</summary>
        public static Hardswish Hardswish(bool inplace = false) => new(inplace);

        /// <summary>x outside [−lambda, lambda], else 0.</summary>
        public static Hardshrink Hardshrink(double lambda = 0.5) => new(lambda);

        /// <summary>x moved toward 0 by lambda.</summary>
        public static Softshrink Softshrink(double lambda = 0.5) => new(lambda);

        /// <summary>x − tanh(x).</summary>
        public static Tanhshrink Tanhshrink() => new(false);

        /// <summary>x − tanh(x).</summary>
        public static Tanhshrink Tanhshrink(bool inplace = false) => new(inplace);

        /// <summary>exp(x) divided by its sum along <paramref name="dim"/>.</summary>
        public static Softmax Softmax(long dim) => new(dim);

        /// <summary>softmax over the channels of an image.</summary>
        public static Softmax2d Softmax2d() => new();

        /// <summary>softmax(−x).</summary>
        public static Softmin Softmin(long dim) => new(dim);

        /// <summary>log(softmax(x)).</summary>
        public static LogSoftmax LogSoftmax(long dim) => new(dim);

        /// <summary>a · sigmoid(b) for the halves of the input along <paramref name="dim"/>.</summary>
        public static GLU GLU(long dim = -1) => new(dim);
    }
}

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor relu() => Ops.relu(this);
        public Tensor relu_() => Ops.relu_(this);
        public Tensor relu6() => Ops.relu6(this);
        public Tensor relu6_() => Ops.relu6_(this);
        public Tensor rrelu(double lower = 1.0 / 8, double upper = 1.0 / 3) => Ops.rrelu(this, lower, upper);
        public Tensor rrelu_(double lower = 1.0 / 8, double upper = 1.0 / 3) => Ops.rrelu_(this, lower, upper);
        public Tensor celu() => Ops.celu(this);
        public Tensor celu(Scalar alpha) => Ops.celu(this, alpha);
        public Tensor celu_() => Ops.celu_(this);
        public Tensor celu_(Scalar alpha) => Ops.celu_(this, alpha);
        public Tensor elu(double alpha = 1) => Ops.elu(this, alpha);
        public Tensor elu(Scalar alpha, Scalar scale, Scalar input_scale) => Ops.elu(this, alpha, scale, input_scale);
        public Tensor elu_(double alpha = 1) => Ops.elu_(this, alpha);
        public Tensor elu_(Scalar alpha, Scalar scale, Scalar input_scale) => Ops.elu_(this, alpha, scale, input_scale);
        public Tensor gelu() => Ops.gelu(this);
        public Tensor gelu_() => Ops.gelu_(this);
        public Tensor glu(long dim = -1) => Ops.glu(this, dim);
        public Tensor hardsigmoid() => Ops.hardsigmoid(this);
        public Tensor hardsigmoid_() => Ops.hardsigmoid_(this);
        public Tensor hardswish() => Ops.hardswish(this);
        public Tensor hardswish_() => Ops.hardswish_(this);
        public Tensor hardtanh(Scalar min, Scalar max) => Ops.hardtanh(this, min, max);
        public Tensor hardtanh_(Scalar min, Scalar max) => Ops.hardtanh_(this, min, max);
        public Tensor leaky_relu(Scalar negative_slope) => Ops.leaky_relu(this, negative_slope);
        public Tensor leaky_relu_(Scalar negative_slope) => Ops.leaky_relu_(this, negative_slope);
        public Tensor prelu(Tensor target) => Ops.prelu(this, target);
        public Tensor selu() => Ops.selu(this);
        public Tensor selu_() => Ops.selu_(this);
        public Tensor silu() => Ops.silu(this);
        public Tensor silu_() => Ops.silu_(this);
        public Tensor mish() => Ops.mish(this);
        public Tensor log_sigmoid() => Ops.log_sigmoid(this);
        public Tensor softplus(double beta = 1, double threshold = 20) => Ops.softplus(this, beta, threshold);
        public Tensor threshold(Scalar threshold, Scalar value) => Ops.threshold(this, threshold, value);
        public Tensor threshold_(Scalar threshold, Scalar value) => Ops.threshold_(this, threshold, value);
        public Tensor softmax(long dim, ScalarType? dtype = null) => Ops.softmax_int(this, dim, dtype);
        public Tensor log_softmax(long dim, ScalarType? dtype = null) => Ops.log_softmax_int(this, dim, dtype);
    }
}

using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class utils
        {
            /// <summary>The weights of one convolution that does what a convolution and a batch normalisation in evaluation do.</summary>
            public static (Parameter weight, Parameter bias) fuse_conv_bn_weights(Tensor conv_w, Tensor? conv_b, Tensor bn_rm,
                Tensor bn_rv, double bn_eps, Tensor? bn_w, Tensor? bn_b, bool transpose = false)
            {
                using var scope = NewDisposeScope();
                var scale = (bn_rv + bn_eps).rsqrt() * (bn_w ?? ones_like(bn_rm));
                var shape = Enumerable.Repeat(1L, (int)conv_w.ndim).ToArray();
                shape[transpose ? 1 : 0] = -1;
                var weight = (conv_w * scale.reshape(shape)).to(conv_w.dtype);
                var bias = (((conv_b ?? zeros_like(bn_rm)) - bn_rm) * scale + (bn_b ?? zeros_like(bn_rm))).to(conv_b?.dtype ?? conv_w.dtype);
                return scope.MoveToOuter(Parameter(weight, conv_w.requires_grad), Parameter(bias, conv_b?.requires_grad ?? false));
            }

            /// <summary>The weights of one linear layer that does what a linear layer and a batch normalisation in evaluation do.</summary>
            public static (Parameter weight, Parameter bias) fuse_linear_bn_weights(Tensor linear_w, Tensor? linear_b, Tensor bn_rm,
                Tensor bn_rv, double bn_eps, Tensor bn_w, Tensor bn_b)
            {
                using var scope = NewDisposeScope();
                var scale = bn_w * (bn_rv + bn_eps).rsqrt();
                var weight = linear_w * scale.unsqueeze(-1);
                var bias = ((linear_b ?? zeros_like(bn_rm)) - bn_rm) * scale + bn_b;
                return scope.MoveToOuter(Parameter(weight, linear_w.requires_grad), Parameter(bias, linear_b?.requires_grad ?? false));
            }

            /// <summary>One linear layer in place of a linear layer and a batch normalisation, both in evaluation mode.</summary>
            /// <exception cref="InvalidOperationException">One of them is in training mode.</exception>
            public static Linear fuse_linear_bn_eval(Linear linear, BatchNorm bn)
            {
                if (linear.training || bn.training) throw new InvalidOperationException("Fusing operators is valid only for eval mode.");
                var (weight, bias) = fuse_linear_bn_weights(linear.weight, linear.bias, bn.running_mean!, bn.running_var!, bn.eps,
                    bn.weight, bn.bias!);
                return Linear(weight, bias);
            }
        }
    }
}

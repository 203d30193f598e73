using static TorchSharp.torch.nn.functional;

namespace TorchSharp;

public static partial class torch
{
    public static partial class distributions
    {
        public static partial class transforms
        {
            /// <summary>y = eˣ.</summary>
            public class ExpTransform() : Transform(constraints.real, constraints.positive, bijective: true)
            {
                protected internal override Tensor _call(Tensor x) => x.exp();
                protected internal override Tensor _inverse(Tensor y) => y.log();
                protected internal override Tensor log_abs_det_jacobian(Tensor x, Tensor y) => x.alias();
            }

            /// <summary>y = log x.</summary>
            public class LogTransform() : Transform(constraints.positive, constraints.real, bijective: true)
            {
                protected internal override Tensor _call(Tensor x) => x.log();
                protected internal override Tensor _inverse(Tensor y) => y.exp();
                protected internal override Tensor log_abs_det_jacobian(Tensor x, Tensor y) => -y;
            }

            /// <summary>y = xᵖ of a positive x.</summary>
            public class PowerTransform(Tensor exponent) : Transform(constraints.positive, constraints.positive, bijective: true)
            {
                private readonly Tensor exponent = Keep(exponent);

                protected internal override Tensor _sign() => exponent.sign();
                protected internal override Tensor _call(Tensor x) => x.pow(exponent);
                protected internal override Tensor _inverse(Tensor y) => WrappedTensorDisposeScope(() => y.pow(exponent.reciprocal()));
                protected internal override Tensor log_abs_det_jacobian(Tensor x, Tensor y) => WrappedTensorDisposeScope(() => (exponent * y / x).abs().log());
                public override long[] forward_shape(long[] shape) => new Size(broadcast_shapes(shape, exponent.shape)).Shape;
                public override long[] inverse_shape(long[] shape) => forward_shape(shape);
            }

            /// <summary>y = 1 / (1 + e⁻ˣ), kept a rounding unit away from 0 and 1.</summary>
            public class SigmoidTransform() : Transform(constraints.real, constraints.unit_interval, bijective: true)
            {
                protected internal override Tensor _call(Tensor x) => WrappedTensorDisposeScope(() => Inside(x.sigmoid()));
                protected internal override Tensor log_abs_det_jacobian(Tensor x, Tensor y) => WrappedTensorDisposeScope(() => -softplus(-x) - softplus(x));

                protected internal override Tensor _inverse(Tensor y) => WrappedTensorDisposeScope(() =>
                {
                    var inside = Inside(y);
                    return inside.log() - (-inside).log1p();
                });

                private static Tensor Inside(Tensor y) => y.clamp(finfo(y.dtype).tiny, 1 - finfo(y.dtype).eps);
            }

            /// <summary>y = log(1 + eˣ).</summary>
            public class SoftplusTransform() : Transform(constraints.real, constraints.positive, bijective: true)
            {
                protected internal override Tensor _call(Tensor x) => softplus(x);
                protected internal override Tensor _inverse(Tensor y) => WrappedTensorDisposeScope(() => (-y).expm1().neg().log() + y);
                protected internal override Tensor log_abs_det_jacobian(Tensor x, Tensor y) => WrappedTensorDisposeScope(() => -softplus(-x));
            }

            /// <summary>y = tanh x.</summary>
            public class TanhTransform() : Transform(constraints.real, constraints.interval(-1, 1), bijective: true)
            {
                protected internal override Tensor _call(Tensor x) => x.tanh();
                protected internal override Tensor _inverse(Tensor y) => y.atanh();
                // log(1 − tanh² x), in a form that stays finite for large |x|.
                protected internal override Tensor log_abs_det_jacobian(Tensor x, Tensor y) => WrappedTensorDisposeScope(() => 2 * (Math.Log(2) - x - softplus(-2 * x)));
            }

            /// <summary>y = |x|, of whose two inverse images the positive one is taken.</summary>
            public class AbsTransform() : Transform(constraints.real, constraints.positive, bijective: false)
            {
                protected internal override Tensor _call(Tensor x) => x.abs();
                protected internal override Tensor _inverse(Tensor y) => y.alias();
            }

            /// <summary>The softmax over the last dimension; its inverse, the logarithm, is one of many.</summary>
            public class SoftmaxTransform() : Transform(constraints.real_vector, constraints.simplex, bijective: false)
            {
                protected internal override Tensor _call(Tensor x) => x.softmax(-1);
                protected internal override Tensor _inverse(Tensor y) => y.log();
            }

            /// <summary>y = loc + scale · x; the last <paramref name="event_dim"/> dimensions form one event.</summary>
            public class AffineTransform(Tensor loc, Tensor scale, int event_dim = 0) : Transform
            {
                private readonly Tensor loc = Keep(loc), scale = Keep(scale);

                public AffineTransform(double loc, double scale, int event_dim = 0) : this((Tensor)loc, scale, event_dim) { }

                public override int event_dim { get; } = event_dim;
                public override constraints.Constraint domain => event_dim == 0 ? constraints.real : constraints.independent(constraints.real, event_dim);
                public override constraints.Constraint codomain => domain;
                public override bool bijective => true;
                protected internal override Tensor _sign() => scale.sign();
                protected internal override Tensor _call(Tensor x) => WrappedTensorDisposeScope(() => loc + scale * x);
                protected internal override Tensor _inverse(Tensor y) => WrappedTensorDisposeScope(() => (y - loc) / scale);
                protected internal override Tensor log_abs_det_jacobian(Tensor x, Tensor y) =>
                    WrappedTensorDisposeScope(() => _sum_rightmost(zeros_like(x) + scale.abs().log(), event_dim));
                public override long[] forward_shape(long[] shape) => new Size(broadcast_shapes(shape, loc.shape, scale.shape)).Shape;
                public override long[] inverse_shape(long[] shape) => forward_shape(shape);
            }
        }
    }
}

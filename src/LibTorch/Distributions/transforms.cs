namespace TorchSharp;

public static partial class torch
{
    public static partial class distributions
    {
        /// <summary>Differentiable maps that turn one distribution into another, with their inverses and Jacobians.</summary>
        public static partial class transforms
        {
            /// <summary>
            /// A map y = f(x) of events. A derived class gives <see cref="_call"/>, <see cref="_inverse"/> and, if it is one to one,
            /// <see cref="log_abs_det_jacobian"/>.
            /// </summary>
            public abstract class Transform
            {
                protected bool _bijective;
                protected constraints.Constraint _domain = null!;
                protected constraints.Constraint _codomain = null!;
                protected Transform? _inv;

                /// <summary>How many of the last dimensions the map takes together.</summary>
                /// <exception cref="InvalidOperationException">Its domain and codomain differ in this.</exception>
                public virtual int event_dim => domain.event_dim == codomain.event_dim ? domain.event_dim
                    : throw new InvalidOperationException("Please use either .domain.event_dim or .codomain.event_dim");

                /// <summary>The inverse map.</summary>
                public virtual Transform inv => _inv ??= new InverseTransform(this);
                public virtual constraints.Constraint domain => _domain;
                public virtual constraints.Constraint codomain => _codomain;
                /// <summary>Whether the map is one to one.</summary>
                public virtual bool bijective => _bijective;
                /// <summary>1 where a one-to-one map of numbers rises, −1 where it falls.</summary>
                public Tensor sign => _sign();

                protected internal virtual Tensor _sign() => throw new NotImplementedException($"{GetType().Name} has no sign");
                protected internal abstract Tensor _call(Tensor x);
                protected internal abstract Tensor _inverse(Tensor y);

                /// <summary>log |det ∂y/∂x| at x, whose image is y; of x's shape without the event's dimensions.</summary>
                protected internal virtual Tensor log_abs_det_jacobian(Tensor x, Tensor y) =>
                    throw new NotImplementedException($"{GetType().Name} has no log_abs_det_jacobian()");

                /// <summary>f(x).</summary>
                public Tensor forward(Tensor x) => _call(x);
                /// <summary>The shape of f(x) for an x of this shape.</summary>
                public virtual long[] forward_shape(long[] shape) => shape;
                /// <summary>The shape of x for an f(x) of this shape.</summary>
                public virtual long[] inverse_shape(long[] shape) => shape;

                /// <summary>The sum over the last <paramref name="dim"/> dimensions.</summary>
                protected internal static Tensor _sum_rightmost(Tensor value, int dim) =>
                    dim == 0 ? value : WrappedTensorDisposeScope(() => value.flatten(-dim).sum(-1));
            }

            private sealed class InverseTransform : Transform
            {
                private readonly Transform forwards;
                public InverseTransform(Transform forwards) => _inv = this.forwards = forwards;
                public override constraints.Constraint domain => forwards.codomain;
                public override constraints.Constraint codomain => forwards.domain;
                public override bool bijective => forwards.bijective;
                protected internal override Tensor _sign() => forwards.sign;
                protected internal override Tensor _call(Tensor x) => forwards._inverse(x);
                protected internal override Tensor _inverse(Tensor y) => forwards._call(y);
                protected internal override Tensor log_abs_det_jacobian(Tensor x, Tensor y) => WrappedTensorDisposeScope(() => -forwards.log_abs_det_jacobian(y, x));
                public override long[] forward_shape(long[] shape) => forwards.inverse_shape(shape);
                public override long[] inverse_shape(long[] shape) => forwards.forward_shape(shape);
            }

            // A parameter that lives as long as the transform, whatever scope it was made in.
            private static Tensor Keep(Tensor parameter) => parameter.alias().DetachFromDisposeScope();

            /// <summary>Several maps one after the other, the first one first.</summary>
            /// <param name="parts">The maps.</param>
            /// <param name="cache_size">Accepted as PyTorch has it; nothing is cached.</param>
            public class ComposeTransform(IEnumerable<Transform> parts, int cache_size = 0) : Transform
            {
                private readonly Transform[] parts = [.. parts];

                public override Transform inv => _inv ??= new ComposeTransform(parts.Reverse().Select(part => part.inv), cache_size) { _inv = this };
                public override bool bijective => parts.All(part => part.bijective);

                public override constraints.Constraint domain => parts.Length == 0 ? constraints.real
                    : Widened(parts[0].domain, parts[^1].codomain, parts.Reverse(), part => part.codomain, part => part.domain);

                public override constraints.Constraint codomain => parts.Length == 0 ? constraints.real
                    : Widened(parts[^1].codomain, parts[0].domain, parts, part => part.domain, part => part.codomain);

                // The constraint at one end, over as many dimensions as the maps from the other end on take together.
                private static constraints.Constraint Widened(constraints.Constraint near, constraints.Constraint far, IEnumerable<Transform> path,
                    Func<Transform, constraints.Constraint> into, Func<Transform, constraints.Constraint> from)
                {
                    var dims = far.event_dim;
                    foreach (var part in path) dims = Math.Max(dims + from(part).event_dim - into(part).event_dim, from(part).event_dim);
                    return dims > near.event_dim ? constraints.independent(near, dims - near.event_dim) : near;
                }

                protected internal override Tensor _sign() => WrappedTensorDisposeScope(() => parts.Aggregate((Tensor)1, (sign, part) => sign * part.sign));
                protected internal override Tensor _call(Tensor x) => Along(x, parts, (part, value) => part._call(value));
                protected internal override Tensor _inverse(Tensor y) => Along(y, parts.Reverse(), (part, value) => part._inverse(value));

                private static Tensor Along(Tensor start, IEnumerable<Transform> path, Func<Transform, Tensor, Tensor> step)
                {
                    using var scope = NewDisposeScope();
                    var end = path.Aggregate(start, (value, part) => step(part, value));
                    return ReferenceEquals(end, start) ? end : end.MoveToOuterDisposeScope();
                }

                protected internal override Tensor log_abs_det_jacobian(Tensor x, Tensor y)
                {
                    if (parts.Length == 0) return zeros_like(x);
                    using var scope = NewDisposeScope();
                    Tensor? sum = null;
                    var dims = domain.event_dim;
                    for (int i = 0; i < parts.Length; i++)
                    {
                        var part = parts[i];
                        var next = i == parts.Length - 1 ? y : part._call(x);
                        var term = _sum_rightmost(part.log_abs_det_jacobian(x, next), dims - part.domain.event_dim);
                        sum = sum is null ? term : sum + term;
                        dims += part.codomain.event_dim - part.domain.event_dim;
                        x = next;
                    }
                    return sum!.MoveToOuterDisposeScope();
                }

                public override long[] forward_shape(long[] shape) => parts.Aggregate(shape, (s, part) => part.forward_shape(s));
                public override long[] inverse_shape(long[] shape) => parts.Reverse().Aggregate(shape, (s, part) => part.inverse_shape(s));
            }

            /// <summary>A map whose last <paramref name="reinterpreted_batch_dims"/> batch dimensions count as part of the event; named as TorchSharp names it.</summary>
            public class IndepdenentTransform(Transform base_transform, int reinterpreted_batch_dims) : Transform
            {
                public override constraints.Constraint domain => constraints.independent(base_transform.domain, reinterpreted_batch_dims);
                public override constraints.Constraint codomain => constraints.independent(base_transform.codomain, reinterpreted_batch_dims);
                public override bool bijective => base_transform.bijective;
                protected internal override Tensor _sign() => base_transform.sign;
                protected internal override Tensor _call(Tensor x) => base_transform._call(Enough(x, domain));
                protected internal override Tensor _inverse(Tensor y) => base_transform._inverse(Enough(y, codomain));

                protected internal override Tensor log_abs_det_jacobian(Tensor x, Tensor y) =>
                    WrappedTensorDisposeScope(() => _sum_rightmost(base_transform.log_abs_det_jacobian(x, y), reinterpreted_batch_dims));

                public override long[] forward_shape(long[] shape) => base_transform.forward_shape(shape);
                public override long[] inverse_shape(long[] shape) => base_transform.inverse_shape(shape);

                private static Tensor Enough(Tensor value, constraints.Constraint events) =>
                    value.dim() >= events.event_dim ? value : throw new ArgumentException("Too few dimensions on input", nameof(value));
            }

            /// <summary>The same numbers in another event shape.</summary>
            public class ReshapeTransform : Transform
            {
                private readonly Size inShape, outShape;

                /// <exception cref="ArgumentException">The shapes differ in their number of elements.</exception>
                public ReshapeTransform(long[] in_shape, long[] out_shape)
                {
                    (inShape, outShape) = (in_shape, out_shape);
                    if (inShape.numel() != outShape.numel()) throw new ArgumentException("in_shape, out_shape have different numbers of elements");
                }

                public override constraints.Constraint domain => constraints.independent(constraints.real, inShape.Length);
                public override constraints.Constraint codomain => constraints.independent(constraints.real, outShape.Length);
                public override bool bijective => true;
                protected internal override Tensor _call(Tensor x) => x.reshape(forward_shape(x.shape));
                protected internal override Tensor _inverse(Tensor y) => y.reshape(inverse_shape(y.shape));
                protected internal override Tensor log_abs_det_jacobian(Tensor x, Tensor y) => zeros(x.shape[..^inShape.Length], x.dtype, x.device);
                public override long[] forward_shape(long[] shape) => Replaced(shape, inShape, outShape);
                public override long[] inverse_shape(long[] shape) => Replaced(shape, outShape, inShape);

                private static long[] Replaced(long[] shape, Size from, Size to) =>
                    shape.Length >= from.Length && shape.AsSpan(shape.Length - from.Length).SequenceEqual(from.Shape) ? [.. shape[..^from.Length], .. to]
                    : throw new ArgumentException($"Shape mismatch: expected one ending in {from} but got {new Size(shape)}", nameof(shape));
            }

            // A probability that rounding has not made 0 or 1.
            private static Tensor Inside(Tensor y) => y.clamp(finfo(y.dtype).tiny, 1 - finfo(y.dtype).eps);

            /// <summary>y = xᵖ of a positive x.</summary>
            public class PowerTransform(Tensor exponent) : Transform
            {
                private readonly Tensor exponent = Keep(exponent);

                public override constraints.Constraint domain => constraints.positive;
                public override constraints.Constraint codomain => constraints.positive;
                public override bool bijective => true;
                protected internal override Tensor _sign() => exponent.sign();
                protected internal override Tensor _call(Tensor x) => x.pow(exponent);
                protected internal override Tensor _inverse(Tensor y) => WrappedTensorDisposeScope(() => y.pow(exponent.reciprocal()));
                protected internal override Tensor log_abs_det_jacobian(Tensor x, Tensor y) => WrappedTensorDisposeScope(() => (exponent * y / x).abs().log());
                public override long[] forward_shape(long[] shape) => new Size(broadcast_shapes(shape, exponent.shape)).Shape;
                public override long[] inverse_shape(long[] shape) => forward_shape(shape);
            }

            /// <summary>y = |x|, of whose two inverse images the positive one is taken.</summary>
            public class AbsTransform : Transform
            {
                public override constraints.Constraint domain => constraints.real;
                public override constraints.Constraint codomain => constraints.positive;
                protected internal override Tensor _call(Tensor x) => x.abs();
                protected internal override Tensor _inverse(Tensor y) => y.alias();
            }

            /// <summary>The softmax over the last dimension; its inverse, the logarithm, is one of many.</summary>
            public class SoftmaxTransform : Transform
            {
                public override constraints.Constraint domain => constraints.real_vector;
                public override constraints.Constraint codomain => constraints.simplex;
                public override bool bijective => false;
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

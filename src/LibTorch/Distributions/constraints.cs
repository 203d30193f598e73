namespace TorchSharp;

public static partial class torch
{
    public static partial class distributions
    {
        /// <summary>Regions of values in which a parameter or a sample is valid.</summary>
        public static partial class constraints
        {
            /// <summary>A region of values: <see cref="check"/> says of each event whether it lies inside.</summary>
            /// <param name="is_discrete">Whether the region consists of separate points.</param>
            /// <param name="event_dim">How many of the last dimensions form one event.</param>
            public abstract class Constraint(bool is_discrete, int event_dim)
            {
                protected Constraint() : this(false, 0) { }

                /// <summary>Whether the region consists of separate points.</summary>
                public virtual bool is_discrete { get; protected set; } = is_discrete;
                /// <summary>How many of the last dimensions form one event.</summary>
                public virtual int event_dim { get; protected set; } = event_dim;

                /// <summary>A boolean for each event, of the value's shape without the event's dimensions.</summary>
                public abstract Tensor check(Tensor value);

                public override string ToString() => Text();

                private protected string Text(params (string Name, object Value)[] arguments) =>
                    $"{GetType().Name}({string.Join(",", arguments.Select(a => FormattableString.Invariant($"{a.Name}={a.Value}")))})";
            }

            /// <summary>A region that depends on other values, so that nothing can be checked.</summary>
            public class _Dependent(bool is_discrete = false, int event_dim = 0) : Constraint(is_discrete, event_dim)
            {
                /// <exception cref="ArgumentException">Always.</exception>
                public override Tensor check(Tensor value) => throw new ArgumentException("Cannot determine validity of dependent constraint");
            }

            /// <summary>A constraint of which the last batch dimensions count as part of the event: valid where all of them are.</summary>
            public class _IndependentConstraint(Constraint base_constraint, int reinterpreted_batch_ndims) : Constraint
            {
                public Constraint base_constraint { get; private set; } = base_constraint;
                public override bool is_discrete => base_constraint.is_discrete;
                public override int event_dim => base_constraint.event_dim + reinterpreted_batch_ndims;

                /// <exception cref="ArgumentException">The value has fewer dimensions than an event.</exception>
                public override Tensor check(Tensor value)
                {
                    if (value.dim() < event_dim) throw new ArgumentException($"Expected value.dim() >= {event_dim} but got {value.dim()}", nameof(value));
                    using var scope = NewDisposeScope();
                    var inside = base_constraint.check(value);
                    return (reinterpreted_batch_ndims == 0 ? inside : inside.flatten(-reinterpreted_batch_ndims).all(-1)).MoveToOuterDisposeScope();
                }

                public override string ToString() => Text(("base", base_constraint), ("reinterpreted_batch_ndims", reinterpreted_batch_ndims));
            }

            /// <summary>A different constraint for each of the slices that torch.cat would join.</summary>
            public class _Cat(IList<Constraint> cseq, long dim = 0, IList<long>? lengths = null) : Constraint
            {
                public override bool is_discrete => cseq.Any(part => part.is_discrete);
                public override int event_dim => cseq.Max(part => part.event_dim);

                public override Tensor check(Tensor value)
                {
                    using var scope = NewDisposeScope();
                    long start = 0;
                    var parts = new List<Tensor>();
                    for (int i = 0; i < cseq.Count; i++)
                    {
                        var length = lengths?[i] ?? 1;
                        parts.Add(cseq[i].check(value.narrow(dim, start, length)));
                        start += length;
                    }
                    return torch.cat(parts, dim).MoveToOuterDisposeScope();
                }
            }

            /// <summary>A different constraint for each of the slices that torch.stack would join.</summary>
            public class _Stack(IList<Constraint> cseq, int dim = 0) : Constraint
            {
                public override bool is_discrete => cseq.Any(part => part.is_discrete);

                public override int event_dim
                {
                    get
                    {
                        var parts = cseq.Max(part => part.event_dim);
                        return dim + parts < 0 ? parts + 1 : parts;
                    }
                }

                public override Tensor check(Tensor value) =>
                    WrappedTensorDisposeScope(() => torch.stack(cseq.Select((part, i) => part.check(value.select(dim, i))).ToArray(), dim));
            }

            /// <summary>0 or 1.</summary>
            public class _Boolean() : Constraint(true, 0)
            {
                public override Tensor check(Tensor value) => WrappedTensorDisposeScope(() => (value == 0) | (value == 1));
            }

            /// <summary>Every number; only not-a-number is outside.</summary>
            public class _Real() : Constraint(false, 0)
            {
                public override Tensor check(Tensor value) => value.eq(value);
            }

            /// <summary>Vectors of zeros with a single one.</summary>
            public class _OneHot() : Constraint(true, 1)
            {
                public override Tensor check(Tensor value) => WrappedTensorDisposeScope(() => boolean.check(value).all(-1) & (value.sum(-1) == 1));
            }

            /// <summary>Probability vectors: no entry negative, the sum 1 to within 1e-6.</summary>
            public class _Simplex() : Constraint(false, 1)
            {
                public override Tensor check(Tensor value) => WrappedTensorDisposeScope(() => (value >= 0).all(-1) & ((value.sum(-1) - 1).abs() < 1e-6));
            }

            /// <summary>Vectors of counts whose sum is at most a bound.</summary>
            public class _Multinomial(long upper_bound) : Constraint(true, 1)
            {
                public long upper_bound { get; private set; } = upper_bound;
                public override Tensor check(Tensor x) => WrappedTensorDisposeScope(() => (x >= 0).all(-1) & (x.sum(-1) <= upper_bound));
                public override string ToString() => Text(("upper_bound", upper_bound));
            }

            /// <summary>Matrices without entries above the diagonal.</summary>
            public class _LowerTriangular() : Constraint(false, 2)
            {
                public override Tensor check(Tensor value) => WrappedTensorDisposeScope(() => (value.tril() == value).flatten(-2).all(-1));
            }

            /// <summary>Lower triangular matrices with a positive diagonal.</summary>
            public class _LowerCholesky() : Constraint(false, 2)
            {
                public override Tensor check(Tensor value) =>
                    WrappedTensorDisposeScope(() => lower_triangular.check(value) & (value.diagonal(0, -2, -1) > 0).all(-1));
            }

            /// <summary>Cholesky factors of correlation matrices: a positive diagonal and rows of length one.</summary>
            public class _CorrCholesky() : Constraint(false, 2)
            {
                public override Tensor check(Tensor value) => WrappedTensorDisposeScope(() =>
                {
                    // Ten rounding errors for each term of a row's sum.
                    var tolerance = finfo(value.dtype).eps * value.size(-1) * 10;
                    var length = value.detach().square().sum(-1).sqrt();
                    return lower_cholesky.check(value) & ((length - 1).abs() <= tolerance).all(-1);
                });
            }

            /// <summary>Matrices with as many rows as columns.</summary>
            public class _Square() : Constraint(false, 2)
            {
                public override Tensor check(Tensor value) => torch.full(value.shape[..^2], value.size(-2) == value.size(-1), @bool, value.device);
            }

            /// <summary>Symmetric matrices, to within 1e-6.</summary>
            public class _Symmetric : _Square
            {
                public override Tensor check(Tensor value) =>
                    value.size(-2) != value.size(-1) ? base.check(value) : WrappedTensorDisposeScope(() => value.isclose(value.mT, atol: 1e-6).flatten(-2).all(-1));

                // A decomposition of an asymmetric matrix says nothing, so none is made unless every one is symmetric.
                private protected Tensor IfSymmetric(Tensor value, Func<Tensor> definite)
                {
                    using var scope = NewDisposeScope();
                    var symmetrical = symmetric.check(value);
                    return (symmetrical.all().item<bool>() ? definite() : symmetrical).MoveToOuterDisposeScope();
                }
            }

            /// <summary>Symmetric matrices without a negative eigenvalue.</summary>
            public class _PositiveSemiDefinite : _Symmetric
            {
                public override Tensor check(Tensor value) => IfSymmetric(value, () => linalg.eigvalsh(value).ge(0).all(-1));
            }

            /// <summary>Symmetric matrices with positive eigenvalues.</summary>
            public class _PositiveDefinite : _Symmetric
            {
                public override Tensor check(Tensor value) => IfSymmetric(value, () => linalg.cholesky_ex(value).info.eq(0));
            }
        }
    }
}

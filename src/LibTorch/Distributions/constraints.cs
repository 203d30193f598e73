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

                private protected string Text(FormattableString? arguments = null) =>
                    $"{GetType().Name}({(arguments is null ? "" : FormattableString.Invariant(arguments))})";
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

                public override string ToString() => Text($"{base_constraint}, {reinterpreted_batch_ndims}");
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

            public static _Dependent dependent = new();
            public static _Boolean boolean = new();
            public static _OneHot one_hot = new();
            public static _IntegerGreaterThan nonnegative_integer = new(0);
            public static _IntegerGreaterThan positive_integer = new(1);
            public static _Real real = new();
            public static _IndependentConstraint real_vector = independent(real, 1);
            public static _GreaterThan positive = new(0);
            public static _GreaterThanEq nonnegative = new(0);
            public static _Interval unit_interval = new(0, 1);
            public static _Simplex simplex = new();
            public static _LowerTriangular lower_triangular = new();
            public static _LowerCholesky lower_cholesky = new();
            public static _CorrCholesky corr_cholesky = new();
            public static _Square square = new();
            public static _Symmetric symmetric = new();
            public static _PositiveSemiDefinite positive_semidefinite = new();
            public static _PositiveDefinite positive_definite = new();

            public static _IndependentConstraint independent(Constraint base_constraint, int reinterpreted_batch_ndims) => new(base_constraint, reinterpreted_batch_ndims);
            public static _IntegerInterval integer_interval(long lb, long ub) => new(lb, ub);
            public static _GreaterThan greater_than(double lower_bound) => new(lower_bound);
            public static _GreaterThanEq greater_than_eq(double lower_bound) => new(lower_bound);
            public static _LessThan less_than(double upper_bound) => new(upper_bound);
            public static _Multinomial multinomial(long upper_bound) => new(upper_bound);
            public static _Interval interval(double lower_bound, double upper_bound) => new(lower_bound, upper_bound);
            public static _HalfOpenInterval half_open_interval(double lower_bound, double upper_bound) => new(lower_bound, upper_bound);
            public static _Cat cat(IList<Constraint> cseq, long dim = 0, IList<long>? lengths = null) => new(cseq, dim, lengths);
            public static _Stack stack(IList<Constraint> cseq, int dim = 0) => new(cseq, dim);
        }
    }
}

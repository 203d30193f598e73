namespace TorchSharp;

public static partial class torch
{
    public static partial class distributions
    {
        public static partial class constraints
        {
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

            /// <summary>The open half line above a bound.</summary>
            public class _GreaterThan(double lower_bound) : Constraint(false, 0)
            {
                public double lower_bound { get; private set; } = lower_bound;
                public override Tensor check(Tensor value) => value > lower_bound;
                public override string ToString() => Text($"lower_bound={lower_bound}");
            }

            /// <summary>The closed half line from a bound.</summary>
            public class _GreaterThanEq(double lower_bound) : Constraint(false, 0)
            {
                public double lower_bound { get; private set; } = lower_bound;
                public override Tensor check(Tensor value) => value >= lower_bound;
                public override string ToString() => Text($"lower_bound={lower_bound}");
            }

            /// <summary>The open half line below a bound.</summary>
            public class _LessThan(double upper_bound) : Constraint(false, 0)
            {
                public double upper_bound { get; private set; } = upper_bound;
                public override Tensor check(Tensor value) => value < upper_bound;
                public override string ToString() => Text($"upper_bound={upper_bound}");
            }

            /// <summary>The numbers from one bound to another, both included.</summary>
            public class _Interval(double lower_bound, double upper_bound) : Constraint(false, 0)
            {
                public double lower_bound { get; private set; } = lower_bound;
                public double upper_bound { get; private set; } = upper_bound;
                public override Tensor check(Tensor value) => WrappedTensorDisposeScope(() => (value >= lower_bound) & (value <= upper_bound));
                public override string ToString() => Text($"lower_bound={lower_bound},upper_bound={upper_bound}");
            }

            /// <summary>The numbers from one bound, included, to another, excluded.</summary>
            public class _HalfOpenInterval(double lower_bound, double upper_bound) : Constraint(false, 0)
            {
                public double lower_bound { get; private set; } = lower_bound;
                public double upper_bound { get; private set; } = upper_bound;
                public override Tensor check(Tensor value) => WrappedTensorDisposeScope(() => (value >= lower_bound) & (value < upper_bound));
                public override string ToString() => Text($"lower_bound={lower_bound},upper_bound={upper_bound}");
            }

            /// <summary>The integers from one bound to another, both included.</summary>
            public class _IntegerInterval(long lower_bound, long upper_bound) : Constraint(true, 0)
            {
                public long lower_bound { get; private set; } = lower_bound;
                public long upper_bound { get; private set; } = upper_bound;
                public override Tensor check(Tensor value) => WrappedTensorDisposeScope(() => (value % 1 == 0) & (value >= lower_bound) & (value <= upper_bound));
                public override string ToString() => Text($"lower_bound={lower_bound},upper_bound={upper_bound}");
            }

            /// <summary>The integers up to and with a bound.</summary>
            public class _IntegerLessThan(long upper_bound) : Constraint(true, 0)
            {
                public long upper_bound { get; private set; } = upper_bound;
                public override Tensor check(Tensor value) => WrappedTensorDisposeScope(() => (value % 1 == 0) & (value <= upper_bound));
                public override string ToString() => Text($"upper_bound={upper_bound}");
            }

            /// <summary>The integers from and with a bound.</summary>
            public class _IntegerGreaterThan(long lower_bound) : Constraint(true, 0)
            {
                public long lower_bound { get; private set; } = lower_bound;
                public override Tensor check(Tensor value) => WrappedTensorDisposeScope(() => (value % 1 == 0) & (value >= lower_bound));
                public override string ToString() => Text($"lower_bound={lower_bound}");
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
                public override string ToString() => Text($"upper_bound={upper_bound}");
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

namespace TorchSharp;

/// <summary>A derivative that autograd computed differs from the one that finite differences give.</summary>
public sealed class GradcheckException : InvalidOperationException
{
    public GradcheckException(string message) : base(message) { }
}

public static partial class torch
{
    public static partial class autograd
    {
        /// <summary>
        /// Compares the Jacobian that autograd computes with central differences, (f(x + eps) - f(x - eps)) / (2 eps), for every input that
        /// requires a gradient and every real or complex output. A complex number counts as two real ones, so that functions need not be holomorphic.
        /// </summary>
        /// <param name="func">The function; it must not change its inputs and must give the same for the same.</param>
        /// <param name="inputs">Its inputs; those that require a gradient are float64 or complex128, since smaller types are too coarse.</param>
        /// <param name="eps">The step of the differences.</param>
        /// <param name="atol">The absolute tolerance: |analytic - numeric| ≤ atol + rtol |numeric|.</param>
        /// <param name="rtol">The relative tolerance.</param>
        /// <param name="raise_exception">Whether a difference throws; otherwise the result tells.</param>
        /// <returns>Whether all derivatives agree.</returns>
        /// <exception cref="GradcheckException">A derivative differs; the message names output, input and element.</exception>
        /// <exception cref="ArgumentException">No input requires a gradient, or one that does is of a smaller type.</exception>
        public static bool gradcheck(Func<Tensor[], Tensor[]> func, Tensor[] inputs, double eps = 1e-6, double atol = 1e-5, double rtol = 1e-3, bool raise_exception = true)
        {
            ArgumentNullException.ThrowIfNull(func);
            ArgumentNullException.ThrowIfNull(inputs);
            using var scope = NewDisposeScope();
            using var mode = enable_grad();
            var check = new JacobianCheck(func, inputs, eps);
            var difference = check.FirstDifference(atol, rtol);
            return difference is null || (raise_exception ? throw new GradcheckException(difference) : false);
        }

        /// <inheritdoc cref="gradcheck(Func{Tensor[], Tensor[]}, Tensor[], double, double, double, bool)"/>
        public static bool gradcheck(Func<Tensor, Tensor> func, Tensor input, double eps = 1e-6, double atol = 1e-5, double rtol = 1e-3, bool raise_exception = true) =>
            gradcheck(x => [func(x[0])], [input], eps, atol, rtol, raise_exception);

        /// <summary>Checks second derivatives: <see cref="gradcheck(Func{Tensor[], Tensor[]}, Tensor[], double, double, double, bool)"/> of the gradient as a function of the inputs and of <paramref name="grad_outputs"/>.</summary>
        /// <param name="func">The function.</param>
        /// <param name="inputs">Its inputs, as for gradcheck.</param>
        /// <param name="grad_outputs">What the gradient starts from; standard normal draws of a generator with seed 0 when null.</param>
        /// <param name="eps">The step of the differences.</param>
        /// <param name="atol">The absolute tolerance.</param>
        /// <param name="rtol">The relative tolerance.</param>
        /// <param name="raise_exception">Whether a difference throws; otherwise the result tells.</param>
        public static bool gradgradcheck(Func<Tensor[], Tensor[]> func, Tensor[] inputs, Tensor[]? grad_outputs = null, double eps = 1e-6, double atol = 1e-5, double rtol = 1e-3, bool raise_exception = true)
        {
            ArgumentNullException.ThrowIfNull(func);
            ArgumentNullException.ThrowIfNull(inputs);
            using var scope = NewDisposeScope();
            using var mode = enable_grad();
            if (grad_outputs is null)
            {
                using var generator = new Generator(0);
                grad_outputs = func(inputs).Where(y => y.requires_grad).Select(y => randn(y.shape, y.dtype, generator: generator).to(y.device)).ToArray();
            }
            var starts = grad_outputs.Select(g => g.detach().clone().requires_grad_()).ToArray();
            return gradcheck(Gradient, [.. inputs, .. starts], eps, atol, rtol, raise_exception);

            Tensor[] Gradient(Tensor[] all)
            {
                var x = all[..inputs.Length];
                var y = func(x).Where(output => output.requires_grad).ToArray();
                var wanted = x.Where(v => v.requires_grad).ToArray();
                return grad(y, wanted, all[inputs.Length..], create_graph: true, allow_unused: true).Where(g => g is not null).ToArray();
            }
        }

        /// <inheritdoc cref="gradgradcheck(Func{Tensor[], Tensor[]}, Tensor[], Tensor[], double, double, double, bool)"/>
        public static bool gradgradcheck(Func<Tensor, Tensor> func, Tensor input, double eps = 1e-6, double atol = 1e-5, double rtol = 1e-3, bool raise_exception = true) =>
            gradgradcheck(x => [func(x[0])], [input], null, eps, atol, rtol, raise_exception);

        /// <summary>A function of real vectors made of one of tensors: the inputs that require gradients in, all differentiable outputs out.</summary>
        private sealed class JacobianCheck
        {
            private readonly Func<Tensor[], Tensor[]> func;
            private readonly Tensor[] inputs;
            private readonly int[] places;
            private readonly Tensor[] leaves;
            private readonly double eps;
            private long[] sizes = [];

            public JacobianCheck(Func<Tensor[], Tensor[]> func, Tensor[] inputs, double eps)
            {
                this.func = func;
                this.inputs = inputs;
                this.eps = eps;
                places = Enumerable.Range(0, inputs.Length).Where(i => inputs[i].requires_grad).ToArray();
                if (places.Length == 0) throw new ArgumentException("none of the inputs requires a gradient; call requires_grad_() on those to check", nameof(inputs));
                foreach (int i in places)
                    if (inputs[i].dtype is not (ScalarType.Float64 or ScalarType.ComplexFloat64))
                        throw new ArgumentException($"inputs[{i}] is {inputs[i].dtype}; finite differences need Float64 or ComplexFloat64", nameof(inputs));
                leaves = places.Select(i => Real(inputs[i].detach().resolve_conj()).clone().contiguous().requires_grad_()).ToArray();
            }

            public string? FirstDifference(double atol, double rtol)
            {
                var y = Evaluate();
                var jacobians = Analytic(y); // all of them before the differences, which change the leaves
                for (int i = 0; i < leaves.Length; i++)
                {
                    using var scope = NewDisposeScope();
                    var analytic = jacobians[i];
                    var numeric = Numeric(leaves[i], y.numel());
                    var wrong = ((analytic - numeric).abs() <= atol + rtol * numeric.abs()).logical_not();
                    if (!wrong.any().item<bool>()) continue;
                    var at = wrong.nonzero()[0].data<long>().ToArray();
                    long row = at[0];
                    int output = 0;
                    while (row >= sizes[output]) row -= sizes[output++];
                    return $"Jacobian mismatch for output {output} (number {row} of it) with respect to input {places[i]} (number {at[1]} of it): "
                        + $"numerical {Text(numeric[at[0], at[1]])}, analytical {Text(analytic[at[0], at[1]])}; {wrong.sum().item<long>()} of {wrong.numel()} derivatives differ";
                }
                return null;
            }

            private static string Text(Tensor value) => value.item<double>().ToString("g9", System.Globalization.CultureInfo.InvariantCulture);

            private static Tensor Real(Tensor x) => x.is_complex() ? x.resolve_conj().view_as_real() : x;

            /// <summary>All differentiable outputs as one real vector.</summary>
            private Tensor Evaluate()
            {
                var given = inputs.ToArray();
                for (int i = 0; i < places.Length; i++) given[places[i]] = inputs[places[i]].is_complex() ? leaves[i].view_as_complex() : leaves[i].alias();
                var outputs = func(given).Where(y => y is not null && (y.is_floating_point() || y.is_complex())).Select(y => Real(y).reshape(-1).to(ScalarType.Float64)).ToArray();
                if (outputs.Length == 0) throw new ArgumentException("none of the outputs is real or complex", nameof(func));
                sizes = outputs.Select(y => y.numel()).ToArray();
                return cat(outputs);
            }

            private Tensor[] Analytic(Tensor y)
            {
                var jacobians = leaves.Select(leaf => zeros(y.numel(), leaf.numel(), ScalarType.Float64)).ToArray();
                if (!y.requires_grad) return jacobians;
                for (long k = 0; k < y.numel(); k++)
                {
                    using var scope = NewDisposeScope();
                    var rows = grad([y[k]], leaves, retain_graph: true, allow_unused: true);
                    for (int i = 0; i < leaves.Length; i++)
                        if (rows[i] is { } row) jacobians[i][k].copy_(row.detach().reshape(-1));
                }
                return jacobians;
            }

            private Tensor Numeric(Tensor leaf, long outputs)
            {
                var jacobian = zeros(outputs, leaf.numel(), ScalarType.Float64);
                var flat = leaf.detach().view(-1);
                for (long k = 0; k < flat.numel(); k++)
                {
                    using var scope = NewDisposeScope();
                    double kept = flat[k].item<double>();
                    flat[k].fill_(kept + eps);
                    var above = Evaluate().detach();
                    flat[k].fill_(kept - eps);
                    var below = Evaluate().detach();
                    flat[k].fill_(kept);
                    jacobian.select(1, k).copy_((above - below) / (2 * eps));
                }
                return jacobian;
            }
        }
    }
}

using System.Runtime.CompilerServices;

namespace TorchSharp;

public static partial class torch
{
    public static partial class autograd
    {
        /// <summary>
        /// Derivatives of functions as matrices and products. Inputs need not require gradients. Results are outside of any graph unless
        /// <c>create_graph</c> is set. <c>strict</c> makes independence of an input an error instead of zeros; <c>vectorize</c> is
        /// accepted for PyTorch's sake and does not change the result nor, here, the speed.
        /// </summary>
        public static partial class functional
        {
            /// <summary>The Jacobian ∂f/∂x of shape [output shape..., input shape...].</summary>
            [OverloadResolutionPriority(1)]
            public static Tensor jacobian(Func<Tensor, Tensor> function, Tensor inputs, bool create_graph = false, bool strict = false, bool vectorize = false) =>
                jacobian(Lift(function), One(inputs), create_graph, strict, vectorize)[0][0];

            /// <summary>The Jacobians ∂f_i/∂x, one for each output i.</summary>
            public static Tensor[] jacobian(Func<Tensor, Tensor[]> function, Tensor inputs) => jacobian(x => function(x[0]), One(inputs));

            /// <summary>The Jacobians ∂f/∂x_j, one for each input j.</summary>
            public static Tensor[] jacobian(Func<Tensor[], Tensor> function, params Tensor[] inputs) => jacobian(x => [function(x)], inputs);

            /// <summary>The Jacobians ∂f_i/∂x_j in one row, those of the first output first.</summary>
            public static Tensor[] jacobian(Func<Tensor[], Tensor[]> function, params Tensor[] inputs) =>
                jacobian(function, inputs, create_graph: false).SelectMany(row => row).ToArray();

            /// <summary>The Jacobians ∂f_i/∂x_j as [i][j], each of shape [output shape..., input shape...].</summary>
            public static Tensor[][] jacobian(Func<Tensor[], Tensor[]> function, Tensor[] inputs, bool create_graph, bool strict = false, bool vectorize = false)
            {
                using var scope = NewDisposeScope();
                using var recording = enable_grad();
                var x = Prepare(inputs, create_graph);
                var outputs = Run(function, x, nameof(jacobian), strict);
                var result = new Tensor[outputs.Length][];
                for (int i = 0; i < outputs.Length; i++)
                {
                    var rows = x.Select(_ => new List<Tensor>()).ToArray();
                    var flat = outputs[i].reshape(-1);
                    for (long k = 0; k < flat.numel(); k++)
                    {
                        var element = flat[k];
                        var row = Gradients([element], x, null, create_graph);
                        for (int j = 0; j < x.Length; j++)
                        {
                            if (strict && (row[j] is null || (create_graph && !row[j]!.requires_grad)))
                                throw new InvalidOperationException(row[j] is null
                                    ? $"Output {i} of the user-provided function is independent of input {j}. This is not allowed in strict mode."
                                    : $"The jacobian of the user-provided function is independent of input {j}. This is not allowed in strict mode when create_graph=True.");
                            rows[j].Add(row[j] ?? zeros_like(x[j]));
                        }
                    }
                    result[i] = x.Select((v, j) => flat.numel() == 0
                        ? zeros([.. outputs[i].shape, .. v.shape], dtype: v.dtype, device: v.device)
                        : stack(rows[j]).reshape([.. outputs[i].shape, .. v.shape])).ToArray();
                }
                return result.Select(row => Finish(row, create_graph)).ToArray();
            }

            /// <summary>The Hessian of a scalar function, of shape [input shape..., input shape...].</summary>
            public static Tensor hessian(Func<Tensor, Tensor> func, Tensor inputs, bool create_graph = false, bool strict = false, bool vectorize = false) =>
                hessian(x => func(x[0]), One(inputs), create_graph, strict, vectorize)[0][0];

            /// <summary>The blocks ∂²f/∂x_i∂x_j of the Hessian of a scalar function.</summary>
            public static Tensor[][] hessian(Func<Tensor[], Tensor> func, Tensor[] inputs, bool create_graph = false, bool strict = false, bool vectorize = false)
            {
                ArgumentNullException.ThrowIfNull(func);
                return jacobian(Gradient, inputs, create_graph, strict, vectorize);

                Tensor[] Gradient(Tensor[] x)
                {
                    var y = Scalar(func(x), nameof(hessian));
                    if (strict && !y.requires_grad)
                        throw new InvalidOperationException("The output of the user-provided function is independent of its inputs. This is not allowed in strict mode.");
                    var g = y.requires_grad ? Gradients([y], x, null, create_graph: true) : new Tensor?[x.Length];
                    return g.Select((v, i) => v is not null ? v
                        : strict ? throw new InvalidOperationException($"The function is independent of input {i}. This is not allowed in strict mode.")
                        : zeros_like(x[i])).ToArray();
                }
            }

            private static Tensor[] One(Tensor input) => [input ?? throw new ArgumentNullException("inputs")];

            private static Func<Tensor[], Tensor[]> Lift(Func<Tensor, Tensor> func)
            {
                ArgumentNullException.ThrowIfNull(func);
                return x => [func(x[0])];
            }

            /// <summary>Inputs with a place of their own in the graph; below it their history goes on only for create_graph.</summary>
            private static Tensor[] Prepare(Tensor[] inputs, bool create_graph)
            {
                ArgumentNullException.ThrowIfNull(inputs);
                if (inputs.Length == 0) throw new ArgumentException("at least one input is needed", nameof(inputs));
                return inputs.Select((x, i) =>
                {
                    if (x is null) throw new ArgumentNullException($"{nameof(inputs)}[{i}]");
                    return create_graph && x.requires_grad ? x.view_as(x) : x.detach().requires_grad_();
                }).ToArray();
            }

            private static Tensor[] Run(Func<Tensor[], Tensor[]> func, Tensor[] x, string who, bool strict)
            {
                ArgumentNullException.ThrowIfNull(func);
                var outputs = func(x);
                if (outputs is null || outputs.Any(o => o is null)) throw new InvalidOperationException($"the function given to {who} returned null instead of tensors");
                for (int i = 0; i < outputs.Length; i++)
                    if (strict && !outputs[i].requires_grad)
                        throw new InvalidOperationException($"Output {i} of the user-provided function does not require gradients. The outputs must be computed in a differentiable manner from the input when running in strict mode.");
                return outputs;
            }

            private static Tensor Scalar(Tensor y, string who)
            {
                if (y is null) throw new InvalidOperationException($"the function given to {who} returned null instead of a tensor");
                if (y.numel() != 1) throw new ArgumentException($"The Tensor returned by the function given to {who} should contain a single element, but it has shape [{string.Join(", ", y.shape)}]", "func");
                return y.reshape([]);
            }

            /// <summary>As <see cref="grad"/>, with null where nothing depends on an input, also when nothing depends on any.</summary>
            private static Tensor?[] Gradients(Tensor[] outputs, Tensor[] x, Tensor[]? vectors, bool create_graph)
            {
                var alive = Enumerable.Range(0, outputs.Length).Where(i => outputs[i].requires_grad).ToArray();
                if (alive.Length == 0) return new Tensor?[x.Length];
                var seeds = alive.Select(i => vectors is null ? ones_like(outputs[i]) : vectors[i]).ToArray();
                return [.. grad(alive.Select(i => outputs[i]).ToArray(), x, seeds, retain_graph: true, create_graph, allow_unused: true)];
            }

            private static Tensor[] Finish(IEnumerable<Tensor> results, bool create_graph) =>
                results.Select(r => (create_graph ? r.alias() : r.detach()).MoveToOuterDisposeScope()).ToArray();
        }
    }
}

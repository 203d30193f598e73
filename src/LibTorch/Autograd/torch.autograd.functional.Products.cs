namespace TorchSharp;

public static partial class torch
{
    public static partial class autograd
    {
        public static partial class functional
        {
            /// <summary>f(x) and vᵀ·∂f/∂x.</summary>
            /// <param name="v">A vector of the output's shape; null for an output of one element.</param>
            public static (Tensor output, Tensor vjp) vjp(Func<Tensor, Tensor> func, Tensor inputs, Tensor? v = null, bool create_graph = false, bool strict = false)
            {
                var (outputs, products) = vjp(Lift(func), One(inputs), v is null ? null : [v], create_graph, strict);
                return (outputs[0], products[0]);
            }

            /// <summary>f(x) and, for every input, Σ_i v_iᵀ·∂f_i/∂x_j.</summary>
            public static (Tensor[] outputs, Tensor[] vjp) vjp(Func<Tensor[], Tensor[]> func, Tensor[] inputs, Tensor[]? v = null, bool create_graph = false, bool strict = false)
            {
                using var scope = NewDisposeScope();
                using var recording = enable_grad();
                var x = Prepare(inputs, create_graph);
                var outputs = Run(func, x, nameof(vjp), strict);
                var vectors = Vectors(v, outputs, "output");
                var products = Fill(Gradients(outputs, x, vectors, create_graph), x, strict, "The output of the user-provided function is independent of input {0}. This is not allowed in strict mode.");
                return (Finish(outputs, create_graph), Finish(products, create_graph));
            }

            /// <summary>f(x) and ∂f/∂x·v, by two reverse passes as PyTorch does; <see cref="forward_ad"/> needs one forward pass.</summary>
            /// <param name="v">A vector of the input's shape; null for an input of one element.</param>
            public static (Tensor output, Tensor jvp) jvp(Func<Tensor, Tensor> func, Tensor inputs, Tensor? v = null, bool create_graph = false, bool strict = false)
            {
                var (outputs, products) = jvp(Lift(func), One(inputs), v is null ? null : [v], create_graph, strict);
                return (outputs[0], products[0]);
            }

            /// <summary>f(x) and, for every output, Σ_j ∂f_i/∂x_j·v_j.</summary>
            public static (Tensor[] outputs, Tensor[] jvp) jvp(Func<Tensor[], Tensor[]> func, Tensor[] inputs, Tensor[]? v = null, bool create_graph = false, bool strict = false)
            {
                using var scope = NewDisposeScope();
                using var recording = enable_grad();
                var x = Prepare(inputs, create_graph);
                var vectors = Vectors(v, x, "input");
                var outputs = Run(func, x, nameof(jvp), strict);
                // u ↦ uᵀJ is linear in u: its derivative at any u, times v, is Jv.
                var u = outputs.Select(o => zeros_like(o).requires_grad_()).ToArray();
                var back = Fill(Gradients(outputs, x, u, create_graph: true), x, strict, "The output of the user-provided function is independent of input {0}. This is not allowed in strict mode.");
                var products = Fill(Gradients(back, u, vectors, create_graph), u, strict, "The output {0} of the user-provided function is independent of its inputs. This is not allowed in strict mode.");
                return (Finish(outputs, create_graph), Finish(products, create_graph));
            }

            /// <summary>f(x) and vᵀ·H for a scalar function with Hessian H.</summary>
            public static (Tensor output, Tensor vhp) vhp(Func<Tensor, Tensor> func, Tensor inputs, Tensor? v = null, bool create_graph = false, bool strict = false)
            {
                var (output, products) = vhp(x => func(x[0]), One(inputs), v is null ? null : [v], create_graph, strict);
                return (output, products[0]);
            }

            /// <summary>f(x) and, for every input, the part of vᵀ·H that belongs to it.</summary>
            public static (Tensor output, Tensor[] vhp) vhp(Func<Tensor[], Tensor> func, Tensor[] inputs, Tensor[]? v = null, bool create_graph = false, bool strict = false)
            {
                using var scope = NewDisposeScope();
                using var recording = enable_grad();
                var x = Prepare(inputs, create_graph);
                var vectors = Vectors(v, x, "input");
                var y = Scalar(Run(args => [func(args)], x, nameof(vhp), strict)[0], nameof(vhp));
                var slope = Fill(Gradients([y], x, null, create_graph: true), x, strict, "The output of the user-provided function is independent of input {0}. This is not allowed in strict mode.");
                var products = Fill(Gradients(slope, x, vectors, create_graph), x, strict, "The gradient of the user-provided function is independent of input {0}. This is not allowed in strict mode.");
                return (Finish([y], create_graph)[0], Finish(products, create_graph));
            }

            /// <summary>f(x) and H·v for a scalar function with Hessian H; <see cref="vhp(Func{Tensor, Tensor}, Tensor, Tensor?, bool, bool)"/> is equal and cheaper where H is symmetric.</summary>
            public static (Tensor output, Tensor hvp) hvp(Func<Tensor, Tensor> func, Tensor inputs, Tensor? v = null, bool create_graph = false, bool strict = false)
            {
                var (output, products) = hvp(x => func(x[0]), One(inputs), v is null ? null : [v], create_graph, strict);
                return (output, products[0]);
            }

            /// <summary>f(x) and, for every input, the part of H·v that belongs to it.</summary>
            public static (Tensor output, Tensor[] hvp) hvp(Func<Tensor[], Tensor> func, Tensor[] inputs, Tensor[]? v = null, bool create_graph = false, bool strict = false)
            {
                using var scope = NewDisposeScope();
                using var recording = enable_grad();
                var x = Prepare(inputs, create_graph);
                var vectors = Vectors(v, x, "input");
                var y = Scalar(Run(args => [func(args)], x, nameof(hvp), strict)[0], nameof(hvp));
                var slope = Fill(Gradients([y], x, null, create_graph: true), x, strict, "The output of the user-provided function is independent of input {0}. This is not allowed in strict mode.");
                var u = x.Select(t => zeros_like(t).requires_grad_()).ToArray();
                var back = Fill(Gradients(slope, x, u, create_graph: true), x, strict, "The gradient of the user-provided function is independent of input {0}. This is not allowed in strict mode.");
                var products = Fill(Gradients(back, u, vectors, create_graph), u, strict, "The hessian of the user-provided function is independent of input {0}. This is not allowed in strict mode.");
                return (Finish([y], create_graph)[0], Finish(products, create_graph));
            }

            private static Tensor[] Vectors(Tensor[]? v, Tensor[] like, string what)
            {
                if (v is null)
                {
                    if (like.Length != 1 || like[0].numel() != 1)
                        throw new ArgumentException($"The vector v can only be null if the user-provided function has a single {what} with a single element.", nameof(v));
                    return [ones_like(like[0])];
                }
                if (v.Length != like.Length) throw new ArgumentException($"v has {v.Length} tensor(s), and there are {like.Length} {what}(s)", nameof(v));
                for (int i = 0; i < v.Length; i++)
                    if (!v[i].shape.AsSpan().SequenceEqual(like[i].shape))
                        throw new ArgumentException($"v[{i}] has shape [{string.Join(", ", v[i].shape)}], and {what} {i} has shape [{string.Join(", ", like[i].shape)}]", nameof(v));
                return v;
            }

            private static Tensor[] Fill(Tensor?[] results, Tensor[] like, bool strict, string complaint) =>
                results.Select((r, i) => r ?? (strict ? throw new InvalidOperationException(string.Format(complaint, i)) : zeros_like(like[i]))).ToArray();
        }
    }
}

using System.Runtime.InteropServices;
using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public static partial class autograd
    {
        /// <summary>A differentiable function whose forward and backward are both written by hand.</summary>
        public abstract class Function<T> where T : Function<T>, new()
        {
            internal static T Instance { get; } = new();

            public abstract string Name { get; }

            internal abstract List<Tensor> forward_internal(AutogradContext ctx, params object[] vars);
            internal abstract List<Tensor> backward_internal(AutogradContext ctx, List<Tensor> grad_outputs);

            /// <summary>Runs forward without recording, then ties its outputs to the tensors among the arguments.</summary>
            public static List<Tensor> apply_internal(params object[] vars)
            {
                ArgumentNullException.ThrowIfNull(vars);
                var call = new FunctionCall(Instance.Name, Instance.backward_internal, vars);
                bool record = AutoGradMode.IsEnabled && call.Inputs.Any(v => v.requires_grad);
                List<Tensor> outputs;
                using (no_grad()) outputs = Instance.forward_internal(call.Context, vars);
                // An input handed back unchanged must become a tensor of its own before it can have a history.
                outputs = outputs.Select(o => o is not null && call.Inputs.Any(i => ReferenceEquals(i, o)) && !call.Context.Dirty.Any(d => ReferenceEquals(d, o)) ? View(o) : o).ToList()!;
                if (record) call.Attach(outputs);
                return outputs;
            }
        }

        // A view, so that libtorch notices when somebody changes it in place past the function.
        private static Tensor View(Tensor tensor)
        {
            using var guard = no_grad();
            return tensor.view_as(tensor);
        }

        /// <summary>The same tensors at a new place in the graph: their gradients pass through a function on the way back.</summary>
        internal static Tensor[] Identity(string name, Tensor[] tensors, Func<Tensor?[], Tensor?[]> backward)
        {
            var call = new FunctionCall(name, (_, grads) => backward([.. grads.Select(g => g is null ? null : Callbacks.Keep(g))]).ToList()!, tensors);
            call.Context.set_materialize_grads(false);
            var views = tensors.Select(View).ToList();
            call.Attach(views);
            return [.. views];
        }

        /// <summary>A custom function with one output.</summary>
        public abstract class SingleTensorFunction<T> : Function<T> where T : SingleTensorFunction<T>, new()
        {
            public static Tensor apply(params object[] vars) => apply_internal(vars)[0];

            public abstract Tensor forward(AutogradContext ctx, params object[] vars);
            public abstract List<Tensor> backward(AutogradContext ctx, Tensor grad_output);

            internal sealed override List<Tensor> forward_internal(AutogradContext ctx, params object[] vars) => [forward(ctx, vars)];
            internal sealed override List<Tensor> backward_internal(AutogradContext ctx, List<Tensor> grad_outputs) => backward(ctx, grad_outputs[0]);
        }

        /// <summary>A custom function with several outputs.</summary>
        public abstract class MultiTensorFunction<T> : Function<T> where T : MultiTensorFunction<T>, new()
        {
            public static List<Tensor> apply(params object[] vars) => apply_internal(vars);

            public abstract List<Tensor> forward(AutogradContext ctx, params object[] vars);
            public abstract List<Tensor> backward(AutogradContext ctx, List<Tensor> grad_outputs);

            internal sealed override List<Tensor> forward_internal(AutogradContext ctx, params object[] vars) => forward(ctx, vars);
            internal sealed override List<Tensor> backward_internal(AutogradContext ctx, List<Tensor> grad_outputs) => backward(ctx, grad_outputs);
        }

        /// <summary>One application of a custom function: what its node needs when backward arrives.</summary>
        private sealed unsafe class FunctionCall : IDisposable
        {
            private readonly string name;
            private readonly Func<AutogradContext, List<Tensor>, List<Tensor>> backward;
            private readonly bool[] isTensor;
            private (long[] Shape, ScalarType Dtype, Device Device)[] outputs = [];

            public FunctionCall(string name, Func<AutogradContext, List<Tensor>, List<Tensor>> backward, object[] vars)
            {
                this.name = name;
                this.backward = backward;
                isTensor = vars.Select(v => v is Tensor).ToArray();
                Inputs = vars.OfType<Tensor>().ToArray();
            }

            public AutogradContext Context { get; } = new();

            /// <summary>What goes with the node: released, at the latest, when the graph lets go of it.</summary>
            public List<IDisposable> Owned { get; } = [];

            public void Dispose()
            {
                foreach (var owned in Owned) owned.Dispose();
                Owned.Clear();
            }
            public Tensor[] Inputs { get; private set; }

            public void Attach(List<Tensor> results)
            {
                outputs = results.Select(o => (o.shape, o.dtype, o.device)).ToArray();
                var differentiable = results.Select(o => !Context.NonDifferentiable.Any(n => ReferenceEquals(n, o)) && (o.is_floating_point() || o.is_complex()) ? o.Handle : 0).ToArray();
                var inputs = Handles.Of(Inputs, "vars");
                var saved = Context.ToSave.Select(s => s?.Handle ?? 0).ToArray();
                var isOutput = Context.ToSave.Select(s => (byte)(results.Any(o => ReferenceEquals(o, s)) ? 1 : 0)).ToArray();
                nint node;
                fixed (nint* pi = inputs, po = differentiable, ps = saved)
                fixed (byte* pf = isOutput)
                    Api.Check(Api.wb_attach_node(pi, inputs.Length, po, differentiable.Length, &Backward, &Callbacks.Release, Callbacks.Root(this), ps, pf, saved.Length, &node));
                Context.Node = node;
                Context.SavedCount = saved.Length;
                GC.KeepAlive(Inputs);
                GC.KeepAlive(results);
                GC.KeepAlive(Context.ToSave);
                Context.ReleaseForward();
                Inputs = [];
            }

            [UnmanagedCallersOnly]
            private static int Backward(nint context, nint* grads, int n, nint* results, int count)
            {
                try
                {
                    using var scope = NewDisposeScope();
                    var call = Callbacks.Target<FunctionCall>(context);
                    var given = new List<Tensor>();
                    for (int i = 0; i < n; i++)
                    {
                        if (grads[i] != 0)
                        {
                            Api.wb_retain(grads[i]);
                            given.Add(new Tensor(grads[i], 0));
                        }
                        else given.Add(call.Context.MaterializeGrads ? torch.zeros(call.outputs[i].Shape, call.outputs[i].Dtype, call.outputs[i].Device) : null!);
                    }
                    var answer = call.backward(call.Context, given);
                    if (answer.Count < call.isTensor.Length || answer.Skip(call.isTensor.Length).Any(t => t is not null))
                        throw new InvalidOperationException($"the backward of {call.name} returned {answer.Count} gradient(s); its forward takes {call.isTensor.Length} argument(s), so as many are expected (null where there is none)");
                    for (int i = 0, k = 0; i < call.isTensor.Length; i++)
                    {
                        if (!call.isTensor[i])
                        {
                            if (answer[i] is not null) throw new InvalidOperationException($"the backward of {call.name} returned a gradient at position {i}, where forward took no tensor");
                            continue;
                        }
                        if (answer[i] is { } gradient)
                        {
                            Api.wb_retain(gradient.Handle);
                            results[k] = gradient.Handle;
                        }
                        k++;
                    }
                    return 0;
                }
                catch (Exception error)
                {
                    Callbacks.Fail(error);
                    return 1;
                }
            }
        }
    }
}

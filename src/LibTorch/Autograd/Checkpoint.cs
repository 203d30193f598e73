using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public static partial class autograd
    {
        /// <summary>
        /// One piece of a network that is run again in backward. The first run records as usual, so that the leaves which the piece uses
        /// are known; then that graph is dropped, and one node takes its place, with the inputs and these leaves as its inputs. So
        /// gradients reach parameters through backward and <see cref="grad"/> alike.
        /// </summary>
        internal sealed class Checkpoint(Func<Tensor[], Tensor[]> function, Tensor[] inputs, bool preserveRandomState)
        {
            private readonly RandomState? random = preserveRandomState ? new RandomState(inputs) : null;
            private readonly (DeviceType device, AutocastState state)[] casting = new[] { DeviceType.CPU, DeviceType.CUDA }.Select(d => (d, Autocast.Read(d))).ToArray();
            private Tensor[] leaves = [];
            private bool[] differentiable = [];

            public Tensor[] Forward()
            {
                using var scope = NewDisposeScope();
                long since = Api.wb_next_sequence_number();
                var inner = inputs.Select(Own).ToArray();
                Tensor[] results;
                using (new Casts(casting)) results = Run(inner);
                var outer = results.Select(r => r.detach()).ToList();
                differentiable = results.Select(r => r.requires_grad).ToArray();
                if (differentiable.Any(d => d))
                {
                    leaves = Leaves(results, since).Where(leaf => !inner.Any(x => Same(x, leaf))).ToArray();
                    foreach (var leaf in leaves) leaf.DetachFromDisposeScope();
                    var call = new FunctionCall("Checkpoint", Backward, [.. inputs, .. leaves]);
                    call.Owned.AddRange(leaves);
                    if (random is not null) call.Owned.Add(random);
                    call.Context.set_materialize_grads(false);
                    call.Context.save_for_backward([.. inputs]);
                    call.Context.mark_non_differentiable(outer.Where((_, i) => !differentiable[i]).ToList());
                    call.Attach(outer);
                }
                else random?.Dispose();
                inputs = [];
                foreach (var result in outer) result.MoveToOuterDisposeScope();
                return [.. outer];
            }

            private List<Tensor> Backward(AutogradContext context, List<Tensor> gradients)
            {
                bool again = is_grad_enabled();
                var saved = context.get_saved_variables();
                // For a second derivative the piece has to be joined to the history of its inputs, otherwise it is cut from it.
                var inner = saved.Select(x => again && x.requires_grad ? x.view_as(x) : Own(x)).ToArray();
                Tensor[] results;
                using (random?.Restore())
                using (new Casts(casting))
                using (enable_grad())
                    results = Run(inner);
                if (results.Length != differentiable.Length)
                    throw new InvalidOperationException($"a checkpointed function returned {results.Length} tensor(s) when it was run again, and {differentiable.Length} the first time");
                var used = Enumerable.Range(0, results.Length).Where(i => gradients[i] is not null && results[i].requires_grad).ToArray();
                Tensor[] wanted = [.. inner.Where(x => x.requires_grad), .. leaves];
                IList<Tensor> found = used.Length == 0 ? new Tensor[wanted.Length] : grad(used.Select(i => results[i]).ToArray(), wanted,
                    used.Select(i => gradients[i]).ToArray(), retain_graph: again, create_graph: again, allow_unused: true);
                var next = 0;
                return [.. inner.Select(x => x.requires_grad ? found[next++]! : null!), .. found.Skip(wanted.Length - leaves.Length)];
            }

            private Tensor[] Run(Tensor[] x)
            {
                var results = function(x);
                if (results is null || results.Any(r => r is null)) throw new InvalidOperationException("a checkpointed function returned null instead of tensors");
                return results;
            }

            private static Tensor Own(Tensor x)
            {
                var own = x.detach();
                return x.requires_grad ? own.requires_grad_() : own;
            }

            private static bool Same(Tensor a, Tensor b) => a.Handle == b.Handle;

            private static unsafe Tensor[] Leaves(Tensor[] results, long since)
            {
                var handles = Handles.Of(results, nameof(results));
                int count = 0, outside;
                var found = new Result[64];
                fixed (nint* h = handles)
                {
                    fixed (Result* f = found) Api.Check(Api.wb_graph_leaves(h, handles.Length, since, f, found.Length, &count, &outside));
                    if (count > found.Length)
                    {
                        foreach (var result in found) Handles.Take(result).Dispose();
                        found = new Result[count];
                        fixed (Result* f = found) Api.Check(Api.wb_graph_leaves(h, handles.Length, since, f, found.Length, &count, &outside));
                    }
                }
                GC.KeepAlive(results);
                var leaves = found.Take(count).Select(r => Handles.Take(r)).ToArray();
                if (outside > 0)
                    throw new InvalidOperationException("the checkpointed function uses a tensor that was computed outside of it and needs a gradient: pass it as an input");
                return leaves;
            }

            /// <summary>The mixed precision around the first run, for both, without shared casts.</summary>
            private sealed class Casts : IDisposable
            {
                private readonly (DeviceType device, AutocastState state)[] former;

                public Casts((DeviceType device, AutocastState state)[] wanted)
                {
                    former = wanted.Select(w => (w.device, Autocast.Read(w.device))).ToArray();
                    // Casts of weights that were cached belong to another graph than this run's.
                    foreach (var (device, state) in wanted) Autocast.Write(device, state with { Cache = 0 });
                }

                public void Dispose()
                {
                    foreach (var (device, state) in former) Autocast.Write(device, state);
                }
            }
        }
    }
}

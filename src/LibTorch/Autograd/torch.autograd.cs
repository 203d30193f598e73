using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Differentiation of tensor expressions.</summary>
    public static partial class autograd
    {
        /// <summary>The gradients of outputs with respect to inputs, without touching <c>.grad</c>.</summary>
        /// <returns>One tensor an input; null for an unused one when that is allowed.</returns>
        public static unsafe IList<Tensor> grad(IList<Tensor> outputs, IList<Tensor> inputs, IList<Tensor>? grad_outputs = null, bool retain_graph = false, bool create_graph = false, bool allow_unused = false)
        {
            ArgumentNullException.ThrowIfNull(outputs);
            ArgumentNullException.ThrowIfNull(inputs);
            var results = new Result[inputs.Count];
            var o = Handles.Of(outputs, nameof(outputs));
            var i = Handles.Of(inputs, nameof(inputs));
            var g = Optional(grad_outputs);
            fixed (nint* po = o, pi = i, pg = g)
            fixed (Result* pr = results)
                Api.Check(Api.wb_grad(po, o.Length, pi, i.Length, pg, g.Length, retain_graph || create_graph, create_graph, allow_unused, pr));
            GC.KeepAlive(outputs);
            GC.KeepAlive(inputs);
            GC.KeepAlive(grad_outputs);
            return results.Select(r => Handles.Take(r)).ToArray();
        }

        /// <summary>Accumulates gradients into the leaves of the graph, or only into <paramref name="inputs"/>.</summary>
        public static unsafe void backward(IList<Tensor> tensors, IList<Tensor>? grad_tensors = null, bool? retain_graph = null, bool create_graph = false, IList<Tensor>? inputs = null)
        {
            ArgumentNullException.ThrowIfNull(tensors);
            var t = Handles.Of(tensors, nameof(tensors));
            var g = Optional(grad_tensors);
            var i = Handles.Of(inputs, nameof(inputs));
            fixed (nint* pt = t, pg = g, pi = i)
                Api.Check(Api.wb_backward(pt, t.Length, pg, g.Length, retain_graph ?? create_graph, create_graph, pi, i.Length));
            GC.KeepAlive(tensors);
            GC.KeepAlive(grad_tensors);
            GC.KeepAlive(inputs);
        }

        public static void backward(Tensor tensor, IList<Tensor>? grad_tensors = null, bool? retain_graph = null, bool create_graph = false, IList<Tensor>? inputs = null) =>
            backward([tensor], grad_tensors, retain_graph, create_graph, inputs);

        public static void backward(Tensor tensor, Tensor grad_tensor, bool? retain_graph = null, bool create_graph = false, IList<Tensor>? inputs = null) =>
            backward([tensor], [grad_tensor], retain_graph, create_graph, inputs);

        // A null among the gradients stands for ones, where the output is a scalar.
        private static nint[] Optional(IList<Tensor>? tensors)
        {
            var handles = new nint[tensors?.Count ?? 0];
            if (tensors is not null) Handles.Fill((IList<Tensor?>)tensors, handles, "", optional: true);
            return handles;
        }

        /// <summary>Within it, backward names the forward operation that made a NaN.</summary>
        public static AnomalyMode detect_anomaly(bool check_nan = true) => new(true, check_nan);

        public static AnomalyMode set_detect_anomaly(bool mode, bool check_nan = true) => new(mode, check_nan);
    }
}

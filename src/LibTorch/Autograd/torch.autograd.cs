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
            var g = Handles.Of(grad_outputs, nameof(grad_outputs));
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
            var g = Handles.Of(grad_tensors, nameof(grad_tensors));
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

        /// <summary>Within it, backward names the forward operation that made a NaN.</summary>
        public static AnomalyMode detect_anomaly(bool check_nan = true) => new(true, check_nan);

        public static AnomalyMode set_detect_anomaly(bool mode, bool check_nan = true) => new(mode, check_nan);
    }
}

/// <summary>Switches gradient recording on this thread until disposed.</summary>
public sealed class AutoGradMode : IDisposable
{
    private readonly bool previous = IsEnabled;

    public AutoGradMode(bool enabled) => Api.wb_set_grad_enabled(enabled);

    public static bool IsEnabled => Api.wb_grad_enabled();

    public void Dispose() => Api.wb_set_grad_enabled(previous);
}

/// <summary>Inference mode on this thread until disposed: no recording, no version counting.</summary>
public sealed class InferenceMode : IDisposable
{
    private nint guard;

    public InferenceMode(bool mode) => guard = Api.wb_inference_enter(mode);

    public static bool IsEnabled => Api.wb_inference_enabled();

    public void Dispose()
    {
        if (guard != 0) Api.wb_inference_leave(guard);
        guard = 0;
    }
}

/// <summary>Anomaly detection until disposed.</summary>
public class AnomalyMode : IDisposable
{
    private readonly bool previous = IsEnabled;

    public AnomalyMode(bool enabled, bool check_nan = true) => Api.wb_set_anomaly(enabled);

    public static bool IsEnabled => Api.wb_anomaly_enabled();

    public void Dispose()
    {
        Api.wb_set_anomaly(previous);
        GC.SuppressFinalize(this);
    }
}

public static partial class torch
{
    public static IDisposable no_grad(bool mode = true) => new AutoGradMode(!mode);
    public static IDisposable enable_grad(bool enabled = true) => new AutoGradMode(enabled);
    public static IDisposable set_grad_enabled(bool mode = true) => new AutoGradMode(mode);
    public static bool is_grad_enabled() => AutoGradMode.IsEnabled;
    public static IDisposable inference_mode(bool mode = true) => new InferenceMode(mode);
    public static bool is_inference_mode_enabled() => InferenceMode.IsEnabled;
}

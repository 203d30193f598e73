using TorchSharp.Native;

namespace TorchSharp;

/// <summary>
/// Switches gradient recording until disposed. Like all of libtorch's modes it belongs to the thread: dispose it on the thread that
/// made it, which <c>await</c> inside the region does not promise.
/// </summary>
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
        var g = Interlocked.Exchange(ref guard, 0);
        if (g != 0) Api.wb_inference_leave(g);
    }
}

/// <summary>Anomaly detection, in the whole process, until disposed.</summary>
public class AnomalyMode : IDisposable
{
    private readonly bool previous = IsEnabled, previousCheck = ShouldCheckNaN;

    public AnomalyMode(bool enabled, bool check_nan = true) => Api.wb_set_anomaly(enabled, check_nan);

    public static bool IsEnabled => Api.wb_anomaly_enabled();

    /// <summary>Whether a NaN in backward is an error.</summary>
    public static bool ShouldCheckNaN => Api.wb_anomaly_check_nan();

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        if (disposing) Api.wb_set_anomaly(previous, previousCheck);
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

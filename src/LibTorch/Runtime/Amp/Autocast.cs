using TorchSharp.Native;

namespace TorchSharp;

/// <summary>A region of mixed precision on one thread; disposing it brings back what was before.</summary>
public sealed class Autocast : IDisposable
{
    private readonly AutocastState previous;
    private bool left;

    internal Autocast(DeviceType device, torch.ScalarType? dtype, bool enabled, bool? cache)
    {
        previous = Read(device);
        device_type = device;
        this.dtype = dtype ?? (torch.ScalarType)previous.Dtype;
        this.enabled = enabled;
        if (enabled) CheckDtype(device, this.dtype);
        var state = previous;
        if (enabled) state.Dtype = (int)this.dtype;
        state.Enabled = enabled ? (byte)1 : (byte)0;
        if (cache is { } keep) state.Cache = keep ? (byte)1 : (byte)0;
        Write(device, state);
        Api.wb_enter_autocast();
    }

    public DeviceType device_type { get; }

    /// <summary>The lower precision of this region.</summary>
    public torch.ScalarType dtype { get; }

    public bool enabled { get; }

    /// <summary>Leaves the region; on the thread that entered it.</summary>
    public void Dispose()
    {
        if (left) return;
        left = true;
        Api.wb_leave_autocast();
        Write(device_type, previous);
    }

    internal delegate void Edit(ref AutocastState state);

    internal static void Change(DeviceType device, Edit edit)
    {
        var state = Read(device);
        edit(ref state);
        Write(device, state);
    }

    internal static unsafe AutocastState Read(DeviceType device)
    {
        AutocastState state;
        Api.Check(Api.wb_get_autocast((int)device, &state));
        return state;
    }

    internal static unsafe void Write(DeviceType device, AutocastState state) => Api.Check(Api.wb_set_autocast((int)device, &state));

    // PyTorch warns and computes in full precision; a run that is meant to be cheap should rather say so at once.
    private static void CheckDtype(DeviceType device, torch.ScalarType dtype)
    {
        bool known = dtype == torch.ScalarType.BFloat16 || (dtype == torch.ScalarType.Float16 && (device != DeviceType.CPU || HalfOnCpu));
        if (!known)
            throw new ArgumentException($"autocast on {device} does not support {dtype}: bfloat16 is meant{(device != DeviceType.CPU ? ", or float16" : HalfOnCpu ? ", or float16" : "; float16 on the CPU needs libtorch ≥ 2.4")}", nameof(dtype));
    }

    private static bool HalfOnCpu => LibtorchVersion.AtLeast(2, 4);
}

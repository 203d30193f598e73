using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Training;

/// <summary>Records device work once and sends it again as a whole.</summary>
internal interface IStepRecorder : IDisposable
{
    /// <summary>Until disposed, work of this thread goes where recordings are made; what was queued before is waited for, on both ways.</summary>
    IDisposable Enter();

    /// <summary>Records what the work sends to the device, which does not run it.</summary>
    /// <param name="work">Device work on memory that outlives the recorder or is its own.</param>
    /// <param name="generators">The generators that it draws from.</param>
    void Record(Action work, IReadOnlyList<Generator> generators);

    /// <summary>Runs what was recorded, on the same memory.</summary>
    void Replay();
}

/// <summary>Which recorder there is for a device.</summary>
internal static class Recorders
{
    /// <summary>Switches recording off where it is <c>0</c>.</summary>
    public const string Variable = "WORKBENCH_CAPTURE";

    /// <summary>A recorder, or null and the reason in a clause.</summary>
    public static (IStepRecorder? Recorder, string? Refusal) For(Device device)
    {
        if (Environment.GetEnvironmentVariable(Variable) == "0") return (null, $"{Variable}=0");
        if (device.type != DeviceType.CUDA) return (null, $"the device is {device}, not CUDA");
#if LIBTORCH
        try
        {
            return (new CudaGraphRecorder(device), null);
        }
        catch (Exception error) when (error is NotSupportedException or System.Runtime.InteropServices.ExternalException)
        {
            return (null, error.Message);
        }
#else
        return (null, "TorchSharp has no CUDA graphs");
#endif
    }
}

using TorchSharp;
using Workbench.Training;
using static TorchSharp.torch;

namespace Workbench.Benchmarks.Harness;

/// <summary>The device that a worker computes on, as <c>WORKBENCH_DEVICE</c> says; both sides read it.</summary>
internal static class BenchDevice
{
    private static readonly Lazy<Device> Chosen = new(() => Devices.Select());

    public static Device Device => Chosen.Value;

    public static bool IsCuda => Device.type == DeviceType.CUDA;

    /// <summary>Waits for what was sent to the device: without it only the sending would be timed.</summary>
    public static void Wait()
    {
        if (IsCuda) cuda.synchronize(Device);
    }

    /// <summary>A region of bfloat16 where the device is a GPU, else nothing: rows in bfloat16 are rows in float32 on the CPU.</summary>
    public static IDisposable? Half() => IsCuda ? autocast(DeviceType.CUDA, ScalarType.BFloat16) : null;
}

using System.Globalization;
using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Training;

/// <summary>How much memory of a device is in use.</summary>
/// <param name="UsedBytes">What this process holds for tensors there.</param>
/// <param name="TotalBytes">What it may hold at most: the GPU's memory, or on the CPU the machine's or container's; 0 when that is not known.</param>
public readonly record struct MemoryUse(long UsedBytes, long TotalBytes)
{
    private const double Gibi = 1L << 30;

    /// <summary>"mem 1.2/139.8 GiB".</summary>
    public override string ToString() => TotalBytes > 0
        ? string.Create(CultureInfo.InvariantCulture, $"mem {UsedBytes / Gibi:0.0}/{TotalBytes / Gibi:0.0} GiB")
        : string.Create(CultureInfo.InvariantCulture, $"mem {UsedBytes / Gibi:0.0} GiB");
}

/// <summary>Asks devices how much of their memory is in use; no device is made to wait for it.</summary>
public static class DeviceMemory
{
    private static readonly Lazy<IReadOnlyList<CudaDevice>> Cuda = new(() => CudaDriver.Ask().Devices);

    /// <summary>
    /// The memory of a device: on CUDA what libtorch's caching allocator holds of the GPU's, on the CPU the native bytes of tensors (with
    /// TorchSharp, which does not count them, the process's) of what the process may use. Null when it cannot be told.
    /// </summary>
    /// <param name="device">The device.</param>
    public static MemoryUse? Of(Device device)
    {
        ArgumentNullException.ThrowIfNull(device);
        return device.type switch
        {
            DeviceType.CPU => new MemoryUse(OnCpu(), GC.GetGCMemoryInfo().TotalAvailableMemoryBytes),
            DeviceType.CUDA => OnCuda(device) is { } used ? new MemoryUse(used, Total(Math.Max(0, device.index))) : null,
            _ => null,
        };
    }

    private static long Total(int index) => Cuda.Value.FirstOrDefault(device => device.Index == index)?.TotalBytes ?? 0;

#if LIBTORCH
    private static long OnCpu() => torch.cpu.memory_allocated();

    private static long? OnCuda(Device device)
    {
        try
        {
            return torch.cuda.memory_reserved(device);
        }
        catch (NotSupportedException)
        {
            // A shim that was compiled without CUDA's headers cannot ask the allocator.
            return null;
        }
    }
#else
    private static long OnCpu()
    {
        using var process = System.Diagnostics.Process.GetCurrentProcess();
        return process.WorkingSet64;
    }

    private static long? OnCuda(Device device) => null;
#endif
}

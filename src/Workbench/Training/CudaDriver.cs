using System.Runtime.InteropServices;
using System.Text;

namespace Workbench.Training;

/// <summary>What the CUDA driver and its management library say, asked of them directly: no context is made, and no libtorch is needed.</summary>
internal static class CudaDriver
{
    private const int Major = 75;
    private const int Minor = 76;

    // Both libraries return 0 for success.
    private delegate int Start(uint flags);
    private delegate int Number(out int value);
    private delegate int Handle(out int device, int ordinal);
    private delegate int Text([Out] byte[] text, int length, int device);
    private delegate int Bytes(out nuint bytes, int device);
    private delegate int Attribute(out int value, int attribute, int device);
    private delegate int StartManagement();
    private delegate int ByBus([In] byte[] bus, out nint device);
    private delegate int MemoryOf(nint device, out Memory memory);

    /// <summary>The newest CUDA version that the driver supports and its devices; null and none without a driver.</summary>
    public static (Version? Cuda, IReadOnlyList<CudaDevice> Devices) Ask()
    {
        if (!NativeLibrary.TryLoad(OperatingSystem.IsWindows() ? "nvcuda.dll" : "libcuda.so.1", out var driver))
            return (null, []);
        if (Get<Number>(driver, "cuDriverGetVersion") is not { } version || version(out var number) != 0)
            return (null, []);
        var cuda = new Version(number / 1000, number % 1000 / 10);
        // Without a device or with none visible starting fails; that there is a driver is known all the same.
        if (Get<Start>(driver, "cuInit") is not { } start || start(0) != 0
            || Get<Number>(driver, "cuDeviceGetCount") is not { } counter || counter(out var count) != 0)
        {
            return (cuda, []);
        }

        var memory = FreeMemory();
        return (cuda, [.. Enumerable.Range(0, count).Select(index => Describe(driver, index, memory)).OfType<CudaDevice>()]);
    }

    private static CudaDevice? Describe(nint driver, int index, Func<byte[], long?> free)
    {
        var (name, bus) = (new byte[256], new byte[64]);
        if (Get<Handle>(driver, "cuDeviceGet") is not { } handle || handle(out var device, index) != 0
            || Get<Attribute>(driver, "cuDeviceGetAttribute") is not { } attribute || attribute(out var major, Major, device) != 0 || attribute(out var minor, Minor, device) != 0
            || Get<Bytes>(driver, "cuDeviceTotalMem_v2") is not { } total || total(out var bytes, device) != 0)
        {
            return null;
        }

        var known = Get<Text>(driver, "cuDeviceGetName") is { } naming && naming(name, name.Length, device) == 0;
        // The management library counts all devices, the driver those that are visible: the place on the bus tells which is which.
        var placed = Get<Text>(driver, "cuDeviceGetPCIBusId") is { } place && place(bus, bus.Length, device) == 0;
        return new CudaDevice(index, known ? Encoding.UTF8.GetString(name).TrimEnd('\0') : "a GPU", new Version(major, minor), (long)bytes, placed ? free(bus) : null);
    }

    private static Func<byte[], long?> FreeMemory()
    {
        if (!NativeLibrary.TryLoad(OperatingSystem.IsWindows() ? "nvml.dll" : "libnvidia-ml.so.1", out var management)
            || Get<StartManagement>(management, "nvmlInit_v2") is not { } start || start() != 0
            || Get<ByBus>(management, "nvmlDeviceGetHandleByPciBusId_v2") is not { } find
            || Get<MemoryOf>(management, "nvmlDeviceGetMemoryInfo") is not { } read)
        {
            return _ => null;
        }

        return bus => find(bus, out var device) == 0 && read(device, out var memory) == 0 ? (long)memory.Free : null;
    }

    private static T? Get<T>(nint library, string function)
        where T : Delegate
        => NativeLibrary.TryGetExport(library, function, out var address) ? Marshal.GetDelegateForFunctionPointer<T>(address) : null;

    [StructLayout(LayoutKind.Sequential)]
    private struct Memory
    {
        public ulong Total;
        public ulong Free;
        public ulong Used;
    }
}

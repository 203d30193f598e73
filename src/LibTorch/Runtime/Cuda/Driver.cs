using System.Runtime.InteropServices;

namespace TorchSharp.Native;

/// <summary>What the CUDA driver itself says about a device: no headers and no toolkit are needed for that.</summary>
internal static unsafe partial class Driver
{
    private const string Lib = "libcuda.so.1";
    private const int MultiProcessorCount = 16, ComputeMajor = 75, ComputeMinor = 76;

    [DllImport(Lib)] private static extern int cuInit(uint flags);
    [DllImport(Lib)] private static extern int cuDeviceGet(int* device, int ordinal);
    [DllImport(Lib)] private static extern int cuDeviceGetName(byte* name, int length, int device);
    [DllImport(Lib)] private static extern int cuDeviceTotalMem_v2(nuint* bytes, int device);
    [DllImport(Lib)] private static extern int cuDeviceGetAttribute(int* value, int attribute, int device);

    public static torch.cuda.DeviceProperties Describe(int ordinal)
    {
        int device, major, minor, processors;
        nuint bytes;
        var name = stackalloc byte[256];
        Check(cuInit(0), nameof(cuInit));
        Check(cuDeviceGet(&device, ordinal), nameof(cuDeviceGet));
        Check(cuDeviceGetName(name, 256, device), nameof(cuDeviceGetName));
        Check(cuDeviceTotalMem_v2(&bytes, device), nameof(cuDeviceTotalMem_v2));
        Check(cuDeviceGetAttribute(&major, ComputeMajor, device), nameof(cuDeviceGetAttribute));
        Check(cuDeviceGetAttribute(&minor, ComputeMinor, device), nameof(cuDeviceGetAttribute));
        Check(cuDeviceGetAttribute(&processors, MultiProcessorCount, device), nameof(cuDeviceGetAttribute));
        return new(Marshal.PtrToStringUTF8((nint)name)!, major, minor, (long)bytes, processors);
    }

    private static void Check(int status, string function)
    {
        if (status != 0) throw new TorchException($"the CUDA driver's {function} failed with code {status}");
    }
}

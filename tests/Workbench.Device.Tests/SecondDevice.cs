using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Device.Tests;

/// <summary>
/// The device that the tests bring everything to: the GPU where there is one, else a stand-in with the CPU's memory and kernels under CUDA's name
/// (<c>StandIn/stand_in_cuda.cpp</c>), so that what forgets its device fails here as it would there.
/// </summary>
internal static partial class SecondDevice
{
    /// <summary>Why there is none; null when there is one.</summary>
    public static string? Missing { get; private set; }

    /// <summary>Whether it is the stand-in, which draws the numbers that the CPU draws.</summary>
    public static bool IsStandIn { get; private set; }

    /// <summary>The device.</summary>
    public static torch.Device Device
    {
        get
        {
            Skip.If(Missing is not null, Missing);
            return new torch.Device(DeviceType.CUDA, 0);
        }
    }

    /// <summary>How often values got from the stand-in to the CPU.</summary>
    [LibraryImport("StandInCuda", EntryPoint = "stand_in_reads")]
    public static partial long Reads();

    // Before the first call into libtorch, which asks once whether there is CUDA.
    [ModuleInitializer]
    internal static void Load()
    {
        try
        {
            var root = Root();
            var native = Environment.GetEnvironmentVariable("WORKBENCH_NATIVE") is { Length: > 0 } named ? named
                : Path.Combine(root, "artifacts", "native", File.ReadAllText(Path.Combine(root, "artifacts", "native", "current")).Trim());
            var shim = Path.Combine(native, "libWorkbenchTorch.so");
            var library = Path.Combine(native, "libStandInCuda.so");
            var linked = Run("ldd", shim);
            if (linked.Contains("libtorch_cuda.so", StringComparison.Ordinal))
            {
                Missing = torch.cuda.is_available() ? null : "this libtorch was built with CUDA, and there is no GPU here";
                return;
            }

            Run("bash", Path.Combine(root, "tests", "Workbench.Device.Tests", "StandIn", "build"), shim, library);
            var handle = NativeLibrary.Load(library);
            NativeLibrary.SetDllImportResolver(typeof(SecondDevice).Assembly, (name, _, _) => name == "StandInCuda" ? handle : 0);
            IsStandIn = true;
        }
        catch (Exception problem) when (problem is IOException or InvalidOperationException or System.ComponentModel.Win32Exception or DllNotFoundException)
        {
            Missing = $"the stand-in for CUDA could not be built: {problem.Message}";
        }
    }

    private static string Root()
    {
        if (Environment.GetEnvironmentVariable("WORKBENCH_ROOT") is { Length: > 0 } named)
            return named;
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Workbench.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new IOException("there is no Workbench.sln above the tests");
    }

    private static string Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{program} ended with exit code {process.ExitCode}: {error.Result}");
    }
}

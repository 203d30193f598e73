using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

[assembly: DisableRuntimeMarshalling]
[module: SkipLocalsInit] // the argument arrays of a call are written before they are read; zeroing them is a tenth of its managed cost

namespace TorchSharp.Native;

/// <summary>Finds the shim that was compiled for the libtorch of this machine.</summary>
internal static class Library
{
    public const string Name = "WorkbenchTorch";
    private const string File = "libWorkbenchTorch.so";

#pragma warning disable CA2255 // the resolver has to be there before the first native call of whoever loads this assembly
    [ModuleInitializer]
#pragma warning restore CA2255
    internal static void Register() => NativeLibrary.SetDllImportResolver(typeof(Library).Assembly, Resolve);

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? search)
    {
        if (name != Name) return 0;
        var tried = new List<string>();
        foreach (var path in Candidates())
        {
            tried.Add(path);
            if (!System.IO.File.Exists(path)) continue;
            try
            {
                return NativeLibrary.Load(path);
            }
            catch (Exception error) when (error is DllNotFoundException or BadImageFormatException)
            {
                throw new DllNotFoundException(
                    $"The native shim '{path}' was found but does not load: {error.Message} " +
                    "The libtorch it was compiled for has moved or changed; run './workbench doctor', which says what is missing and builds it again.");
            }
        }
        throw new DllNotFoundException(
            $"The native shim {File} was not found (looked at {string.Join(", ", tried)}). " +
            "Run './workbench doctor' in the repository once: it finds libtorch and compiles the shim; or set WORKBENCH_NATIVE to the folder that holds it.");
    }

    /// <summary>WORKBENCH_NATIVE, then beside this assembly, then the build chosen last in an artifacts folder above it.</summary>
    private static IEnumerable<string> Candidates()
    {
        if (Environment.GetEnvironmentVariable("WORKBENCH_NATIVE") is { Length: > 0 } chosen) yield return Path.Combine(chosen, File);
        var own = Path.GetDirectoryName(typeof(Library).Assembly.Location);
        if (string.IsNullOrEmpty(own)) own = AppContext.BaseDirectory;
        yield return Path.Combine(own, File);
        foreach (var start in new[] { own, AppContext.BaseDirectory }.Distinct())
        {
            for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
            {
                var native = folder.Name == "artifacts" ? Path.Combine(folder.FullName, "native") : Path.Combine(folder.FullName, "artifacts", "native");
                var current = Path.Combine(native, "current");
                if (System.IO.File.Exists(current))
                {
                    yield return Path.Combine(native, System.IO.File.ReadAllText(current).Trim(), File);
                    break;
                }
            }
        }
    }
}

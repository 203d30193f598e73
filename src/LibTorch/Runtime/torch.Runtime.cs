using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>The version of the libtorch in use.</summary>
    public static string __version__ => Api.Version;

    /// <summary>How that libtorch was built and threads are used, as text.</summary>
    public static string show_config() => Api.BuildConfig;

    public static int get_num_threads() => Api.wb_get_num_threads();
    public static void set_num_threads(int num) => Api.Check(Api.wb_set_num_threads(num));
    public static int get_num_interop_threads() => Api.wb_get_num_interop_threads();
    public static void set_num_interop_threads(int num) => Api.Check(Api.wb_set_num_interop_threads(num));

    public static void set_flush_denormal(bool value) => Api.wb_set_flush_denormal(value);

    public static bool cuda_is_available() => cuda.is_available();
    public static bool mps_is_available() => OperatingSystem.IsMacOS() && System.Runtime.InteropServices.RuntimeInformation.ProcessArchitecture == System.Runtime.InteropServices.Architecture.Arm64;

    /// <summary>Throws with this message unless the condition holds.</summary>
    /// <exception cref="InvalidOperationException">It does not.</exception>
    public static void _assert(bool condition, string message)
    {
        if (!condition) throw new InvalidOperationException(message);
    }

    /// <inheritdoc cref="_assert(bool, string)"/>
    public static void _assert(Func<bool> condition, string message) => _assert(condition(), message);

    /// <summary>A version of NuGet's form major.minor[.patch[.revision]][-label], without a revision of 0 and without build metadata.</summary>
    /// <exception cref="ArgumentException">It is not of that form.</exception>
    public static string NormalizeNuGetVersion(string versionString)
    {
        var parts = (versionString ?? "").Split('-', '+');
        var numbers = parts[0].Split('.');
        if (numbers.Length is < 2 or > 4 || !numbers.All(number => int.TryParse(number, out _)))
            throw new ArgumentException($"Invalid NuGet version: '{versionString}', expected major.minor[.patch[.revision]][-label]", nameof(versionString));
        if (numbers.Length == 4 && int.Parse(numbers[3]) == 0) numbers = numbers[..3];
        return string.Join('.', numbers) + (parts.Length > 1 ? "-" + parts[1] : "");
    }
}

using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Training;

/// <summary>Chooses the device that tensors and modules live on, once, from <c>WORKBENCH_DEVICE</c>.</summary>
public static partial class Devices
{
    /// <summary>The environment variable that names the device: <c>cpu</c> (default), <c>cuda</c>, <c>cuda:N</c> or <c>auto</c>.</summary>
    public const string Variable = "WORKBENCH_DEVICE";

    // What auto has chosen stays chosen: a second look would find less free memory where the first put its tensors.
    private static readonly ConcurrentDictionary<string, string> Chosen = new();

    /// <summary>
    /// The device to run on. <c>cpu</c> and <c>cuda:N</c> mean what they say, <c>cuda</c> is the first GPU that can be used; <c>auto</c> takes
    /// the usable GPU with most free memory, and the CPU where there is none, with the same answer all through a process.
    /// </summary>
    /// <param name="name">The choice; null reads <c>WORKBENCH_DEVICE</c>, and the CPU where that is unset or empty.</param>
    /// <exception cref="ArgumentException">The name is none of those known.</exception>
    /// <exception cref="InvalidOperationException">
    /// CUDA was asked for and cannot be had: a libtorch without it, no driver or one that is too old, no device of that number, or one that
    /// this libtorch holds no code for. The message says which.
    /// </exception>
    public static Device Select(string? name = null)
    {
        name ??= Environment.GetEnvironmentVariable(Variable) ?? "";
        return torch.device(Chosen.GetOrAdd(name, static asked => Resolve(asked, Inventory)));
    }

    /// <summary>What this machine and the libtorch loaded offer; starts CUDA where there is one.</summary>
    public static DeviceInventory Inventory()
    {
        var started = torch.cuda.is_available();
        var folder = LibtorchFolder();
        var built = started || (folder is not null && (File.Exists(Path.Combine(folder, "libtorch_cuda.so")) || File.Exists(Path.Combine(folder, "torch_cuda.dll"))));
        // Without a libtorch for it the driver is not asked, which would load its libraries.
        var (cuda, devices) = built ? CudaDriver.Ask() : (null, []);
        var known = devices.Count > 0;
        if (started && !known)
            devices = [.. Enumerable.Range(0, torch.cuda.device_count()).Select(index => new CudaDevice(index, "a CUDA device", new Version(0, 0), 0))];
        return new DeviceInventory
        {
            BuiltWithCuda = built,
            CudaOfLibtorch = CudaOf(Environment.GetEnvironmentVariable("WORKBENCH_LIBTORCH_VERSION")) ?? CudaOf(VersionBeside(folder)),
            CudaOfDriver = cuda,
            Devices = devices,
            Architectures = started && known ? DeviceInventory.ArchitecturesIn(Configuration()) : [],
            Started = started,
            VisibleDevices = Environment.GetEnvironmentVariable("CUDA_VISIBLE_DEVICES"),
        };
    }

    /// <summary>Throws when a name is none of those known; nothing is looked for.</summary>
    /// <param name="name">A name such as <c>cuda:1</c>.</param>
    /// <exception cref="ArgumentException">It is none of those known.</exception>
    public static void RequireKnown(string name) => Parse(name);

    // The question is asked late: looking for CUDA loads its libraries, which a CPU run should not pay for.
    internal static string Resolve(string? name, Func<DeviceInventory> inventory)
    {
        var (kind, index) = Parse(name);
        return kind switch
        {
            "cpu" => "cpu",
            "auto" => inventory().Freest() is { } freest ? $"cuda:{freest.Index}" : "cpu",
            _ => $"cuda:{inventory().Named(index, name!.Trim()).Index}",
        };
    }

    /// <summary>The CUDA version in libtorch's own, "2.4.0+cu121" or "cuda = '12.1'".</summary>
    internal static Version? CudaOf(string? text)
    {
        if (text is null || CudaVersion().Match(text) is not { Success: true } match)
            return null;
        var digits = match.Groups[1].Value;
        return match.Groups[2].Success ? Version.Parse(match.Groups[2].Value)
            : new Version(int.Parse(digits.AsSpan(0, digits.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture), digits[^1] - '0');
    }

    private static (string Kind, int? Index) Parse(string? name)
    {
        var choice = string.IsNullOrWhiteSpace(name) ? "cpu" : name.Trim().ToLowerInvariant();
        if (choice is "cpu" or "cuda" or "auto")
            return (choice, null);
        if (choice.StartsWith("cuda:", StringComparison.Ordinal)
            && int.TryParse(choice.AsSpan(5), NumberStyles.None, CultureInfo.InvariantCulture, out var index))
        {
            return ("cuda", index);
        }

        throw new ArgumentException(
            $"Unknown device '{name}'. Known devices: cpu, cuda, cuda:N (the N-th CUDA device, from 0), auto. "
            + $"It is chosen with --device or the environment variable {Variable}.", nameof(name));
    }

    private static string? LibtorchFolder()
    {
        using var process = Process.GetCurrentProcess();
        return process.Modules.Cast<ProcessModule>()
            .FirstOrDefault(module => Path.GetFileName(module.FileName) is "torch_cpu.dll" || Path.GetFileName(module.FileName).StartsWith("libtorch_cpu.so", StringComparison.Ordinal)) is { } found
            ? Path.GetDirectoryName(found.FileName) : null;
    }

    // pip's PyTorch has version.py beside lib/, a libtorch archive has build-version.
    private static string? VersionBeside(string? folder) => folder is null ? null
        : new[] { "version.py", "build-version" }.Select(name => Path.Combine(folder, "..", name)).Where(File.Exists).Select(File.ReadAllText).FirstOrDefault();

#if LIBTORCH
    private static string Configuration() => torch.show_config();
#else
    private static string Configuration() => "";
#endif

    [GeneratedRegex(@"\+cu(\d{2,3})\b|\bcuda[^=\n]*=\s*'(\d+\.\d+)'")]
    private static partial Regex CudaVersion();
}

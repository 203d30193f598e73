using System.Globalization;

namespace Workbench.Training;

/// <summary>A CUDA device, as its driver describes it.</summary>
/// <param name="Index">Its number among those that this process sees (CUDA_VISIBLE_DEVICES), from 0.</param>
/// <param name="Name">Its name.</param>
/// <param name="Capability">Its compute capability, such as 9.0.</param>
/// <param name="TotalBytes">Its memory.</param>
/// <param name="FreeBytes">What of it no process uses; null when the driver's management library does not say.</param>
public sealed record CudaDevice(int Index, string Name, Version Capability, long TotalBytes, long? FreeBytes = null);

/// <summary>What a machine and its libtorch offer to run on, and from that the answer to a choice; a value, so that the decision can be tried anywhere.</summary>
public sealed record DeviceInventory
{
    /// <summary>Whether the libtorch that is loaded was built with CUDA.</summary>
    public required bool BuiltWithCuda { get; init; }

    /// <summary>The CUDA version that this libtorch was built for; null when it does not say.</summary>
    public Version? CudaOfLibtorch { get; init; }

    /// <summary>The newest CUDA version that the installed driver supports; null when there is no driver.</summary>
    public Version? CudaOfDriver { get; init; }

    /// <summary>The devices that the driver shows.</summary>
    public IReadOnlyList<CudaDevice> Devices { get; init; } = [];

    /// <summary>
    /// What device code this libtorch holds, as its build configuration writes it: <c>sm_80</c> runs on 8.0 up to 8.9, <c>compute_90</c> is
    /// compiled when needed and runs on 9.0 and all later. Empty when it does not say.
    /// </summary>
    public IReadOnlyList<string> Architectures { get; init; } = [];

    /// <summary>Whether libtorch itself could start CUDA.</summary>
    public bool Started { get; init; }

    /// <summary>Why no device can be used; null when one can.</summary>
    public string? Problem
    {
        get
        {
            if (!BuiltWithCuda)
                return "this libtorch was built without CUDA; point WORKBENCH_LIBTORCH at a PyTorch or libtorch built with it";
            if (!Started)
                return NotStarted();
            if (Devices.Count == 0)
                return "libtorch has started CUDA and finds no device";
            return Devices.Any(device => Lacking(device) is null) ? null : Lacking(Devices[0]);
        }
    }

    /// <summary>The value of CUDA_VISIBLE_DEVICES; null when it is not set.</summary>
    public string? VisibleDevices { get; init; }

    /// <summary>Why a device cannot be used though CUDA works; null when it can.</summary>
    /// <param name="device">One of <see cref="Devices"/>.</param>
    public string? Lacking(CudaDevice device)
    {
        ArgumentNullException.ThrowIfNull(device);
        if (Architectures.Count == 0 || Architectures.Any(code => Runs(code, device.Capability)))
            return null;
        var oldest = Architectures.Select(Capability).Min();
        var age = device.Capability < oldest ? "too old" : "too new";
        return $"cuda:{device.Index}, {device.Name}, is {age} for this libtorch: its compute capability is {device.Capability}, and libtorch holds code for {string.Join(", ", Architectures)}; "
            + "use a libtorch built for it";
    }

    /// <summary>The device that a choice means: <c>cpu</c> or <c>cuda:N</c>.</summary>
    /// <param name="index">The number asked for; null takes the first that can be used.</param>
    /// <param name="choice">The choice as it was written, for the message.</param>
    /// <exception cref="InvalidOperationException">It cannot be used; the message says what is in the way.</exception>
    public CudaDevice Named(int? index, string choice)
    {
        var any = BuiltWithCuda && Started && Devices.Count > 0;
        if (Problem is { } problem && (!any || index is null))
            throw Refuse(choice, problem);
        if (index is not { } number)
            return Devices.First(device => Lacking(device) is null);
        var named = Devices.FirstOrDefault(device => device.Index == number)
            ?? throw Refuse(choice, Devices.Count == 1 ? "there is one CUDA device, number 0" : $"there are {Devices.Count} CUDA devices, numbered 0 to {Devices.Count - 1}");
        return Lacking(named) is { } lacking ? throw Refuse(choice, lacking) : named;
    }

    /// <summary>The devices that can be used, those with most free memory first and of equals the first in number.</summary>
    public IReadOnlyList<CudaDevice> Usable => Problem is not null ? []
        : [.. Devices.Where(device => Lacking(device) is null).OrderByDescending(device => device.FreeBytes ?? device.TotalBytes).ThenBy(device => device.Index)];

    /// <summary>The usable device with most free memory, the first of equals; null when none can be used.</summary>
    public CudaDevice? Freest() => Usable.FirstOrDefault();

    /// <summary>The codes in libtorch's build configuration, "-gencode;arch=compute_80,code=sm_80;…".</summary>
    internal static IReadOnlyList<string> ArchitecturesIn(string configuration) =>
        [.. configuration.Split("code=").Skip(1).Select(rest => new string([.. rest.TakeWhile(c => char.IsAsciiLetterOrDigit(c) || c == '_')]))
            .Where(code => code.StartsWith("sm_", StringComparison.Ordinal) || code.StartsWith("compute_", StringComparison.Ordinal)).Distinct()];

    private string NotStarted()
    {
        if (CudaOfDriver is null)
            return "this libtorch was built with CUDA, but there is no NVIDIA driver here (libcuda was not found); install one, or start the container with its GPUs (--gpus all)";
        // Within a major version a driver runs what was built for a later minor one.
        if (CudaOfLibtorch is { } built && CudaOfDriver.Major < built.Major)
            return $"the NVIDIA driver is too old: it supports CUDA {CudaOfDriver}, and this libtorch was built for CUDA {built}; update the driver, or use a libtorch built for CUDA {CudaOfDriver.Major}";
        return Devices.Count == 0
            ? "the NVIDIA driver shows no device to this process" + (VisibleDevices is { } visible ? $" (CUDA_VISIBLE_DEVICES is '{visible}')" : "")
            : "the NVIDIA driver shows a device, but libtorch cannot start CUDA on it; nvidia-smi may say why (a device lost, a driver updated without a restart)";
    }

    private static InvalidOperationException Refuse(string choice, string problem) =>
        new($"The device '{choice}' was asked for, but {problem}. Or run on the CPU: --device cpu, or {Training.Devices.Variable}=cpu.");

    private static bool Runs(string code, Version capability)
    {
        var built = Capability(code);
        return code.StartsWith("compute_", StringComparison.Ordinal)
            ? capability >= built
            // sm_90a and its like use what only that very device has.
            : char.IsAsciiLetter(code[^1]) ? capability == built : capability.Major == built.Major && capability.Minor >= built.Minor;
    }

    // sm_86 is 8.6, compute_120 is 12.0: the last digit is the minor number.
    private static Version Capability(string code)
    {
        var digits = new string([.. code[(code.IndexOf('_', StringComparison.Ordinal) + 1)..].TakeWhile(char.IsAsciiDigit)]);
        return digits.Length < 2 ? new Version(0, 0)
            : new Version(int.Parse(digits.AsSpan(0, digits.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture), digits[^1] - '0');
    }
}

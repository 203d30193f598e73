using System.CommandLine;
using Workbench.Papers;
using Workbench.Training;

namespace Workbench.Cli.Running;

/// <summary>The option <c>--device</c> of the verbs that compute, and what it means where it is not given.</summary>
internal static class DeviceOption
{
    private static readonly IReadOnlyList<string> Names = ["cpu", "cuda", "auto"];

    /// <summary>The option.</summary>
    public static Option<string?> Create() => new("--device")
    {
        Description = "Where tensors live: cpu, cuda (the first GPU that can be used), cuda:1 (that one), auto (the GPU with most free memory, else the CPU). Default: WORKBENCH_DEVICE, else cpu.",
        HelpName = "cpu|cuda|cuda:N|auto",
    };

    /// <summary>What was asked for, on the command line or else in <c>WORKBENCH_DEVICE</c>; null where nothing was.</summary>
    public static string? Asked(string? given) =>
        given ?? (System.Environment.GetEnvironmentVariable(Devices.Variable)?.Trim() is { Length: > 0 } set ? set : null);

    /// <summary>Throws unless the device can be had, before anything else is done.</summary>
    /// <exception cref="UsageException">It is not known, or CUDA is asked for and cannot be used.</exception>
    public static void Check(string device)
    {
        try
        {
            Devices.RequireKnown(device);
        }
        catch (ArgumentException)
        {
            throw new UsageException($"There is no device '{device}'.{Nearest.Hint(device, Names)} The devices are cpu, cuda, cuda:N (the N-th GPU, from 0) and auto (the GPU with most free memory, else the CPU).");
        }

        if (!device.Trim().StartsWith("cuda", StringComparison.OrdinalIgnoreCase))
            return;
        try
        {
            Devices.Select(device);
        }
        catch (Exception problem) when (problem is InvalidOperationException or DllNotFoundException or TypeInitializationException)
        {
            throw new UsageException(problem.GetBaseException().Message);
        }
    }
}

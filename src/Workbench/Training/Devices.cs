using System.Globalization;
using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Training;

/// <summary>Chooses the device that tensors and modules live on, once, from <c>WORKBENCH_DEVICE</c>.</summary>
public static class Devices
{
    /// <summary>The environment variable that names the device: <c>cpu</c> (default), <c>cuda</c>, <c>cuda:N</c> or <c>auto</c>.</summary>
    public const string Variable = "WORKBENCH_DEVICE";

    /// <summary>
    /// The device to run on. <c>cpu</c> and <c>cuda</c> mean what they say; <c>auto</c> takes CUDA where there is one.
    /// </summary>
    /// <param name="name">The choice; null reads <c>WORKBENCH_DEVICE</c>, and the CPU where that is unset or empty.</param>
    /// <exception cref="ArgumentException">The name is none of those known.</exception>
    /// <exception cref="InvalidOperationException">CUDA was asked for and there is none, or not that many devices.</exception>
    public static Device Select(string? name = null)
    {
        name ??= Environment.GetEnvironmentVariable(Variable);
        return torch.device(Resolve(name, () => torch.cuda.is_available() ? torch.cuda.device_count() : 0));
    }

    // The question is asked late: looking for CUDA loads its libraries, which a CPU run should not pay for.
    internal static string Resolve(string? name, Func<int> cudaDevices)
    {
        var choice = string.IsNullOrWhiteSpace(name) ? "cpu" : name.Trim().ToLowerInvariant();
        switch (choice)
        {
            case "cpu":
                return "cpu";
            case "auto":
                return cudaDevices() > 0 ? "cuda:0" : "cpu";
            case "cuda":
                return Cuda(0, choice, cudaDevices());
        }

        if (choice.StartsWith("cuda:", StringComparison.Ordinal)
            && int.TryParse(choice.AsSpan(5), NumberStyles.None, CultureInfo.InvariantCulture, out var index))
        {
            return Cuda(index, choice, cudaDevices());
        }

        throw new ArgumentException(
            $"Unknown device '{name}'. Known devices: cpu, cuda, cuda:N (the N-th CUDA device, from 0), auto. "
            + $"It is chosen with --device or the environment variable {Variable}.", nameof(name));
    }

    private static string Cuda(int index, string choice, int available)
    {
        if (available == 0)
        {
            throw new InvalidOperationException(
                $"The device '{choice}' was asked for, but this libtorch sees no CUDA device (a CPU-only build, or no driver). "
                + $"Run with --device cpu or {Variable}=cpu, or point WORKBENCH_LIBTORCH at a libtorch built with CUDA.");
        }

        if (index >= available)
        {
            throw new InvalidOperationException(
                $"The device '{choice}' was asked for, but there are {available} CUDA devices, numbered 0 to {available - 1}.");
        }

        return $"cuda:{index}";
    }
}

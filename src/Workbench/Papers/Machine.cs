using System.Runtime.InteropServices;

namespace Workbench.Papers;

/// <summary>The machine a result was measured on; no host name.</summary>
/// <param name="Cpu">Model of the processor.</param>
/// <param name="Cores">Logical cores the process may use.</param>
/// <param name="MemoryGb">Memory the process may use, in GB (2^30 bytes).</param>
/// <param name="Os">Operating system.</param>
public sealed record Machine(string Cpu, int Cores, double MemoryGb, string Os)
{
    /// <summary>This machine.</summary>
    public static Machine Current { get; } = new(
        ReadCpu(),
        Environment.ProcessorCount,
        Math.Round(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (1024.0 * 1024 * 1024), 1),
        ReadOs());

    private static string ReadCpu() =>
        Field("/proc/cpuinfo", "model name", ':') ?? Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER")
        ?? RuntimeInformation.ProcessArchitecture.ToString();

    private static string ReadOs() =>
        Field("/etc/os-release", "PRETTY_NAME", '=')?.Trim('"') ?? RuntimeInformation.OSDescription;

    private static string? Field(string file, string key, char separator)
    {
        if (!File.Exists(file))
            return null;
        var line = File.ReadLines(file).FirstOrDefault(l => l.StartsWith(key, StringComparison.Ordinal));
        return line is null ? null : line[(line.IndexOf(separator) + 1)..].Trim();
    }
}

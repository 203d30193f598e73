using System.Globalization;

namespace Workbench.Papers;

/// <summary>What a run is told from outside.</summary>
/// <param name="Root">The repository's folder.</param>
/// <param name="Protocol">How much to spend.</param>
/// <param name="SeedCount">Number of seeds instead of the card's; null for the card's.</param>
/// <param name="Device">cpu, cuda, cuda:N or auto.</param>
/// <param name="Results">Folder for result files.</param>
/// <param name="Libtorch">Version of libtorch, or null to ask the loaded binding.</param>
/// <param name="Command">The command of the run, or null for the usual one.</param>
/// <param name="Notebook">The notebook that runs, or null for the one with the card's name.</param>
public sealed record ExperimentSettings(
    string Root,
    Protocol Protocol = Protocol.Quick,
    int? SeedCount = null,
    string Device = "cpu",
    string Results = "artifacts/results",
    string? Libtorch = null,
    string? Command = null,
    string? Notebook = null)
{
    /// <summary>
    /// Reads WORKBENCH_ROOT, _PROTOCOL, _SEEDS, _DEVICE, _RESULTS, _LIBTORCH_VERSION, _COMMAND and _NOTEBOOK.
    /// </summary>
    /// <exception cref="ArgumentException">A variable has a value that is not understood.</exception>
    public static ExperimentSettings FromEnvironment() => From(Repository.Root(), Environment.GetEnvironmentVariable);

    internal static ExperimentSettings From(string root, Func<string, string?> variables)
    {
        string? Variable(string name) => variables("WORKBENCH_" + name) is { Length: > 0 } value ? value : null;
        var settings = new ExperimentSettings(root)
        {
            Libtorch = Variable("LIBTORCH_VERSION"),
            Command = Variable("COMMAND"),
            Notebook = Variable("NOTEBOOK"),
        };
        if (Variable("PROTOCOL") is { } protocol)
            settings = settings with { Protocol = ReadProtocol(protocol) };
        if (Variable("SEEDS") is { } seeds)
            settings = settings with { SeedCount = ReadSeeds(seeds) };
        if (Variable("DEVICE") is { } device)
            settings = settings with { Device = ReadDevice(device) };
        return settings with { Results = Path.GetFullPath(Variable("RESULTS") ?? settings.Results, root) };
    }

    private static Protocol ReadProtocol(string text)
    {
        try
        {
            return Protocols.Parse(text);
        }
        catch (ArgumentException e)
        {
            throw new ArgumentException($"WORKBENCH_PROTOCOL: {e.Message}", e);
        }
    }

    private static int ReadSeeds(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0
            ? count
            : throw new ArgumentException($"WORKBENCH_SEEDS is a number of seeds, at least 1, not '{text}'");

    private static string ReadDevice(string text) => text.Trim().ToLowerInvariant() is var device && (device is "cpu" or "cuda" or "auto"
        || (device.StartsWith("cuda:", StringComparison.Ordinal) && int.TryParse(device.AsSpan(5), NumberStyles.None, CultureInfo.InvariantCulture, out _)))
        ? device
        : throw new ArgumentException($"WORKBENCH_DEVICE is cpu, cuda, cuda:N or auto, not '{text}'");
}

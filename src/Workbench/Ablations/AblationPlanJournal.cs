using Workbench.Papers;
using Workbench.Training;

namespace Workbench.Ablations;

public sealed partial record AblationPlan
{
    internal string? JournalPath { get; init; }

    internal bool Journaled { get; init; } = true;

    internal bool Retrying { get; init; }

    internal IAblationDisplay? DisplayUsed { get; init; }

    /// <summary>
    /// Keeps finished runs in this file, so that an ablation that was killed continues where it stopped. Several processes may share it:
    /// they divide the runs among them.
    /// </summary>
    /// <param name="path">A path, or a name for <c>artifacts/journals/NAME.jsonl</c>.</param>
    public AblationPlan Journal(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        return this with { JournalPath = path, Journaled = true };
    }

    /// <summary>Keeps no journal and reads none: every run is done anew.</summary>
    public AblationPlan NoJournal() => this with { JournalPath = null, Journaled = false };

    /// <summary>
    /// States the version of what the runs do. The journal notices by itself when the measuring code changes; state a version where it
    /// cannot see the change, e.g. of data that the code has captured, and change it with them.
    /// </summary>
    /// <param name="version">Any text.</param>
    public AblationPlan Version(string version)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(version);
        return this with { CodeVersion = version };
    }

    internal AblationPlan ShownOn(IAblationDisplay display) => this with { DisplayUsed = display };

    /// <summary>Does the runs again that the journal has as failed (not those that diverged), e.g. after a full disk.</summary>
    public AblationPlan RetryFailed() => this with { Retrying = true };

    /// <summary>The journal, null without one, and what its keys say of the code.</summary>
    /// <exception cref="ArgumentException">A journal is asked for and nobody can tell whether the runs are still the same.</exception>
    private (AblationJournal? Journal, RunKeys Keys) OpenJournal(Delegate measure, IEnumerable<FactorLevel> levels, IAblationDisplay display)
    {
        var device = Environment.GetEnvironmentVariable(Devices.Variable) ?? "";
        var keys = new RunKeys(Name ?? "", (ProtocolUsed ?? EnvironmentProtocol()).Name(), CodeVersion, TorchThreads, device);
        if (!Journaled) return (null, keys);
        var unknown = keys.Read(measure, levels);
        if (unknown is null)
            return (JournalFile($"ablation-{keys.Code[..12]}") is { } path ? new(path) : null, keys);
        const string Advice = "state .Version(\"1\"), and another one whenever it changes";
        if (JournalPath is not null)
            throw new ArgumentException($"the journal cannot tell whether {unknown} is the same in the next session: {Advice}", nameof(measure));
        display.Tell($"no journal is kept, as it could not tell whether {unknown} is the same later; to keep one, {Advice}");
        return (null, keys);
    }

    private string? JournalFile(string fallback)
    {
        if (JournalPath is { } path && (path.Contains('/') || path.Contains(Path.DirectorySeparatorChar) || Path.HasExtension(path))) return path;
        var name = string.Concat((JournalPath ?? Name ?? fallback).Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' ? c : '-'));
        try
        {
            return Path.Combine(Repository.Root(), "artifacts", "journals", name + ".jsonl");
        }
        catch (DirectoryNotFoundException) when (JournalPath is null)
        {
            return null;
        }
    }

    private IAblationDisplay Display() => DisplayUsed ?? AblationDisplays.Here();
}

using Workbench.Papers;

namespace Workbench.Ablations;

public sealed partial record AblationPlan
{
    internal string? JournalPath { get; init; }

    internal bool Journaled { get; init; } = true;

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

    /// <summary>The journal, null without one, and the hash of the code for its keys.</summary>
    /// <exception cref="ArgumentException">A journal is asked for and nobody can tell whether the runs are still the same.</exception>
    private (AblationJournal? Journal, string Code) OpenJournal(Delegate measure, IEnumerable<FactorLevel> levels, IAblationDisplay display)
    {
        if (!Journaled) return (null, "");
        // A stated version stands for what the code has captured.
        var stated = CodeVersion.Length > 0;
        var (code, unknown) = CodeFingerprint.Of(measure, withValues: !stated);
        var values = stated ? [] : levels.Where(l => !l.IsPlain).Select(l => CodeFingerprint.OfValue(l.Value, measure)).ToArray();
        unknown ??= values.FirstOrDefault(v => v.Unknown is not null).Unknown;
        if (unknown is null)
        {
            var path = JournalFile($"ablation-{code[..12]}");
            return path is null ? (null, "") : (new(path), $"{code} {LoadedTorch.Version()} {Environment.GetEnvironmentVariable("WORKBENCH_DEVICE")}");
        }

        const string Advice = "state .Version(\"1\"), and another one whenever it changes";
        if (JournalPath is not null)
            throw new ArgumentException($"the journal cannot tell whether {unknown} is the same in the next session: {Advice}", nameof(measure));
        display.Tell($"no journal is kept, as it could not tell whether {unknown} is the same later; to keep one, {Advice}");
        return (null, "");
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

    private IAblationDisplay Display() => DisplayUsed ?? new LineDisplay(
        Environment.GetEnvironmentVariable("WORKBENCH_PROGRESS") == "0" ? TextWriter.Null : Console.Out, TimeProvider.System);
}

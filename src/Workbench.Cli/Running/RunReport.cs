using Workbench.Notebooks.Runner;

namespace Workbench.Cli.Running;

/// <summary>What came of one notebook, for reports and the exit code.</summary>
/// <param name="Notebook">Full path.</param>
/// <param name="Result">The run; null when it could not begin.</param>
/// <param name="Problem">What kept the run from beginning, or its outputs from being saved; null when nothing did.</param>
internal sealed record RunReport(string Notebook, RunResult? Result, string? Problem)
{
    /// <summary>All that was asked for is done.</summary>
    public const int Done = 0;

    /// <summary>A cell failed, or what ran could not be saved.</summary>
    public const int Failed = 1;

    /// <summary>A cell took too long, or somebody interrupted it.</summary>
    public const int Stopped = 3;

    /// <summary>The process that ran the cells died.</summary>
    public const int Died = 4;

    /// <summary>The exit code of a run of this notebook alone.</summary>
    public int ExitCode => Result?.Outcome switch
    {
        null => CommandLine.BadUsage,
        RunOutcome.Ok => Problem is null ? Done : Failed,
        RunOutcome.CellError => Failed,
        RunOutcome.Timeout or RunOutcome.Interrupted => Stopped,
        _ => Died,
    };
}

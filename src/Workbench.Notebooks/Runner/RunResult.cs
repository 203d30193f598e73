using Workbench.Notebooks.Format;

namespace Workbench.Notebooks.Runner;

/// <summary>What came of a run.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="Document">The executed notebook, with the outputs of a failing cell as far as it got.</param>
/// <param name="FailedCell">The cell that ended the run, or null when all ran.</param>
/// <param name="Error">Its error, or null when all ran.</param>
/// <param name="Elapsed">Wall time from the start of the kernel to the end of the last cell.</param>
public sealed record RunResult(RunOutcome Outcome, NotebookDocument Document, RunCell? FailedCell, CellError? Error, TimeSpan Elapsed)
{
    /// <summary>True when every cell ran; with <see cref="RunRequest.AllowErrors"/> also when some failed.</summary>
    public bool Succeeded => Outcome == RunOutcome.Ok;

    /// <summary>What came of each code cell, in order.</summary>
    public IReadOnlyList<CellResult> Cells { get; init; } = [];
}

using Workbench.Notebooks.Format;

namespace Workbench.Notebooks.Runner;

/// <summary>What came of a cell in a run.</summary>
/// <param name="Cell">The cell.</param>
/// <param name="Status">How it ended.</param>
/// <param name="Elapsed">How long it took.</param>
/// <param name="Error">Its error, also one it was allowed to have.</param>
public sealed record CellResult(RunCell Cell, CellStatus Status, TimeSpan Elapsed, CellError? Error);

/// <summary>How a cell of a run ended.</summary>
public enum CellStatus
{
    /// <summary>It ran, or failed as its tag <c>raises-exception</c> lets it.</summary>
    Passed,

    /// <summary>It failed, ran out of time, was interrupted or took the kernel with it.</summary>
    Failed,

    /// <summary>The run ended before it.</summary>
    NotRun,
}

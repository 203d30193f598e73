namespace Workbench.Notebooks.Format;

/// <summary>Why a cell failed.</summary>
/// <param name="Name">Name of the exception type, or <c>CompilationError</c>.</param>
/// <param name="Message">The exception's message, or the first compiler error.</param>
/// <param name="Traceback">Lines for a reader, naming cells and lines; may carry ANSI colours.</param>
public sealed record CellError(string Name, string Message, IReadOnlyList<string> Traceback)
{
    /// <summary>Where in the cell the failure is: every compiler error and warning, or the line that threw. Empty when unknown.</summary>
    public IReadOnlyList<CellDiagnostic> Diagnostics { get; init; } = [];
}

namespace Workbench.Notebooks.Format;

/// <summary>A place in a cell and what is wrong there. Lines and columns count from 0, columns in UTF-16 units.</summary>
/// <param name="Source">The cell (<c>Cell [3]</c>) or file the place is in.</param>
/// <param name="StartLine">Line of the first character.</param>
/// <param name="StartColumn">Column of the first character.</param>
/// <param name="EndLine">Line of the end.</param>
/// <param name="EndColumn">Column after the last character.</param>
/// <param name="Severity"><c>error</c> or <c>warning</c>.</param>
/// <param name="Id">The compiler's number (<c>CS0103</c>), or the name of the exception type.</param>
/// <param name="Message">What is wrong.</param>
public sealed record CellDiagnostic(string Source, int StartLine, int StartColumn, int EndLine, int EndColumn, string Severity, string Id, string Message);

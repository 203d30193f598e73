namespace Workbench.Notebooks.Kernels;

/// <summary>A part of a cell: text in one language, or a line that speaks to the kernel.</summary>
/// <param name="Language">The language of the text, or of the text around the line.</param>
/// <param name="Line">Its first line in the cell, from 1.</param>
internal abstract record CellPart(ISubkernel Language, int Line);

/// <summary>Text in one language, with empty lines before it, so that its line numbers are the cell's; and the line that chose the language, if one did.</summary>
internal sealed record TextPart(ISubkernel Language, int Line, string Code, MagicCall? Chooser) : CellPart(Language, Line);

/// <summary>A line to obey.</summary>
internal sealed record MagicPart(ISubkernel Language, int Line, Magic Magic, MagicCall Call) : CellPart(Language, Line);

/// <summary>A line that asks how it is used.</summary>
internal sealed record HelpPart(ISubkernel Language, int Line, MagicSyntax Syntax) : CellPart(Language, Line);

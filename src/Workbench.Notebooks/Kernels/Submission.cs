namespace Workbench.Notebooks.Kernels;

/// <summary>The part of a cell that one language runs.</summary>
/// <param name="Code">The text, with empty lines where other parts of the cell stand, so that line numbers are the cell's.</param>
/// <param name="Name">How the cell is called in messages and stack traces, e.g. <c>Cell [3]</c>.</param>
internal sealed record Submission(string Code, string Name)
{
    /// <summary>What was given on the line that chose the language; null without such a line.</summary>
    public MagicCall? Chooser { get; init; }
}

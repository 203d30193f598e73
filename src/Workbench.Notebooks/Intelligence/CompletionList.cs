namespace Workbench.Notebooks.Intelligence;

/// <summary>Ways to go on with a cell, best first, all of them replacing the same text.</summary>
/// <param name="Items">The completions; those with the typed prefix in its case come first, then those in another case, then camel-hump matches.</param>
/// <param name="Start">UTF-16 offset in the cell where the text to replace starts.</param>
/// <param name="End">UTF-16 offset after the text to replace.</param>
public sealed record CompletionList(IReadOnlyList<CompletionItem> Items, int Start, int End);

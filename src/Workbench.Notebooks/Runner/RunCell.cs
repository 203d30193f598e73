namespace Workbench.Notebooks.Runner;

/// <summary>A code cell in a run.</summary>
/// <param name="Index">Place among all cells of the notebook, from 0.</param>
/// <param name="Number">Place among the code cells, from 1: the number in <c>Cell [3]</c>.</param>
/// <param name="Count">How many code cells the notebook has.</param>
/// <param name="FirstLine">Its first line that says something, without directives where there is another.</param>
public sealed record RunCell(int Index, int Number, int Count, string FirstLine);

using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Workbench.Notebooks.Engine;

/// <summary>What a question about code needs to know of the cells compiled so far; it stays as it is while further cells are added.</summary>
/// <param name="Last">The last cell, or null before the first.</param>
/// <param name="References">The part of the framework that no cell has needed so far; before the first cell all of it.</param>
/// <param name="Options">How the next cell is compiled.</param>
/// <param name="Submissions">The objects that hold the cells' variables; slots may be null.</param>
/// <param name="BaseDirectory">The folder that paths in cells are relative to.</param>
internal sealed record ChainState(
    CSharpCompilation? Last,
    IReadOnlyList<MetadataReference> References,
    CSharpCompilationOptions Options,
    IReadOnlyList<object?> Submissions,
    string BaseDirectory);

namespace Workbench.Notebooks.Kernels;

/// <summary>A cell to run.</summary>
/// <param name="Code">Its text.</param>
/// <param name="Number">The number it is called by in messages.</param>
/// <param name="Language">The language its metadata names, or null for the notebook's; a kernel-chooser line in the text wins.</param>
public sealed record CellRequest(string Code, int Number, string? Language = null);

namespace Workbench.Notebooks.Kernels;

/// <summary>A word that can follow <c>#!</c> at the start of a line, for lists and completion.</summary>
/// <param name="Name">The word.</param>
/// <param name="Help">What it does, in a line.</param>
public sealed record MagicName(string Name, string Help);

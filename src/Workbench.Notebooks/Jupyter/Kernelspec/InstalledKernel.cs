namespace Workbench.Notebooks.Jupyter.Kernelspec;

/// <summary>A kernel that front ends offer.</summary>
/// <param name="Name">The name that notebooks keep, e.g. <c>.net-csharp</c>.</param>
/// <param name="DisplayName">The name that people choose it by.</param>
/// <param name="Folder">The folder of its kernelspec.</param>
/// <param name="IsOurs">Whether this program wrote it.</param>
/// <param name="Problem">Why it cannot start, or null when its command is there.</param>
public sealed record InstalledKernel(string Name, string DisplayName, string Folder, bool IsOurs, string? Problem);

namespace Workbench.Notebooks.Packages;

/// <summary>A package of a resolved graph and its files for this runtime, all with full paths.</summary>
/// <param name="Id">Its name, as the package writes it.</param>
/// <param name="Version">Its version.</param>
/// <param name="Folder">Where it is unpacked.</param>
/// <param name="Compile">What code is compiled against: its reference assemblies, where it has some.</param>
/// <param name="Run">What is loaded.</param>
/// <param name="Native">Native libraries.</param>
internal sealed record ResolvedPackage(string Id, string Version, string Folder, IReadOnlyList<string> Compile, IReadOnlyList<string> Run, IReadOnlyList<string> Native)
{
    /// <summary>True while everything of it is on the disk.</summary>
    public bool Exists => Directory.Exists(Folder) && Compile.Concat(Run).Concat(Native).All(File.Exists);
}

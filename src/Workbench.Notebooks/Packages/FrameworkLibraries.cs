using System.Reflection;

namespace Workbench.Notebooks.Packages;

/// <summary>The libraries of .NET itself.</summary>
internal static class FrameworkLibraries
{
    private static readonly string Folder = Path.GetDirectoryName(typeof(object).Assembly.Location)!;

    /// <summary>
    /// True when the framework has the library in the same or a higher version: that one is loaded whatever a package brings, so code is
    /// compiled against it, too.
    /// </summary>
    public static bool Supersede(string path)
    {
        var own = Path.Combine(Folder, Path.GetFileName(path));
        return File.Exists(own) && AssemblyName.GetAssemblyName(own).Version >= AssemblyName.GetAssemblyName(path).Version;
    }
}

namespace Workbench.Papers;

/// <summary>Finds the repository a notebook or a test runs in.</summary>
public static class Repository
{
    /// <summary>
    /// The folder named by <c>WORKBENCH_ROOT</c>, else the nearest folder with <c>Workbench.sln</c> at or above the working directory or
    /// the library.
    /// </summary>
    /// <exception cref="DirectoryNotFoundException">None is found.</exception>
    public static string Root()
    {
        if (Environment.GetEnvironmentVariable("WORKBENCH_ROOT") is { Length: > 0 } named)
            return Path.GetFullPath(named);
        string[] starts = [Directory.GetCurrentDirectory(), AppContext.BaseDirectory, Path.GetDirectoryName(typeof(Repository).Assembly.Location) ?? ""];
        foreach (var start in starts.Where(s => s.Length > 0))
        {
            for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
            {
                if (File.Exists(Path.Combine(folder.FullName, "Workbench.sln")))
                    return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException(
            $"no folder with Workbench.sln at or above '{Directory.GetCurrentDirectory()}': start inside the repository or set WORKBENCH_ROOT");
    }

    /// <summary>The cards of a repository: files <c>papers/NN-slug.md</c>, in order of their names.</summary>
    /// <param name="root">The repository's folder.</param>
    public static IEnumerable<string> Cards(string root)
    {
        var folder = Path.Combine(root, "papers");
        return Directory.Exists(folder)
            ? Directory.EnumerateFiles(folder, "*.md").Where(f => char.IsAsciiDigit(Path.GetFileName(f)[0])).Order(StringComparer.Ordinal)
            : [];
    }
}

namespace Workbench.Notebooks.Intelligence;

/// <summary>Files and folders that a directive may name.</summary>
internal static class PathCompletion
{
    private const int Limit = 500;

    private static readonly Dictionary<string, string[]> Extensions = new()
    {
        ["r"] = [".dll"],
        ["load"] = [".csx", ".cs"],
        ["!import"] = [".ipynb", ".dib", ".cs", ".csx", ".fs", ".fsx", ".js", ".html", ".md", ".ps1"],
    };

    /// <summary>What may go on with <paramref name="path"/>, which ends at <paramref name="position"/>; the last part of it is replaced.</summary>
    public static CompletionList Of(string path, string verb, string baseDirectory, int position)
    {
        var slash = path.LastIndexOfAny(['/', '\\']);
        var typed = path[(slash + 1)..];
        var found = new List<(int Rank, CompletionItem Item)>();
        try
        {
            var folder = new DirectoryInfo(Path.GetFullPath(path[..(slash + 1)], baseDirectory));
            foreach (var entry in folder.EnumerateFileSystemInfos())
            {
                var isFolder = entry is DirectoryInfo;
                if ((entry.Name.StartsWith('.') && !typed.StartsWith('.')) || (!isFolder && !Extensions[verb].Contains(entry.Extension, StringComparer.OrdinalIgnoreCase)))
                    continue;
                Add(isFolder ? entry.Name + "/" : entry.Name, isFolder ? "folder" : "file");
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or System.Security.SecurityException)
        {
            // A folder that cannot be read has nothing to offer.
        }
        if (verb == "r" && slash < 0 && typed.Length > 0)
        {
            foreach (var library in Directory.EnumerateFiles(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "System.*.dll"))
                Add(Path.GetFileName(library), "framework");
        }
        return new CompletionList([.. found.OrderBy(entry => entry.Rank).ThenBy(entry => entry.Item.Text, StringComparer.Ordinal).Select(entry => entry.Item).Take(Limit)], position - typed.Length, position);

        void Add(string name, string what)
        {
            if (CompletionMatch.Rank(name, typed) is not CompletionMatch.None and var rank)
                found.Add((rank, new CompletionItem(name, name, CompletionKind.File, what)));
        }
    }
}

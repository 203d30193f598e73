using System.Text.RegularExpressions;

namespace Workbench.Notebooks.Intelligence;

/// <summary>The packages that lie in the local cache, which can be used without a network.</summary>
internal static partial class LocalPackages
{
    private static string Root => Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } set
        ? set
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    /// <summary>Packages whose id starts with, or after a dot contains, what was typed.</summary>
    public static IEnumerable<CompletionItem> Ids(string typed) => Folders(Root)
        .Select(folder => (Folder: folder, Name: Path.GetFileName(folder)))
        .Where(entry => entry.Name.StartsWith(typed, StringComparison.OrdinalIgnoreCase) || entry.Name.Contains("." + typed, StringComparison.OrdinalIgnoreCase))
        .OrderBy(entry => entry.Name.StartsWith(typed, StringComparison.OrdinalIgnoreCase) ? 0 : 1).ThenBy(entry => entry.Name, StringComparer.Ordinal)
        .Select(entry => (Id: IdOf(entry.Folder), Newest: VersionsIn(entry.Folder).FirstOrDefault()))
        .Select(entry => new CompletionItem(entry.Id, entry.Id, CompletionKind.Package, entry.Newest ?? ""));

    /// <summary>The versions of a package, newest first.</summary>
    public static IEnumerable<CompletionItem> Versions(string id, string typed) =>
        id.Length == 0 || id.AsSpan().IndexOfAny("/\\") >= 0 || id.StartsWith('.') ? [] : VersionsIn(Path.Combine(Root, id.ToLowerInvariant()))
            .Where(version => version.StartsWith(typed, StringComparison.OrdinalIgnoreCase))
            .Select(version => new CompletionItem(version, version, CompletionKind.Package, id));

    private static IEnumerable<string> VersionsIn(string folder) => Folders(folder).Select(version => Path.GetFileName(version)).OrderByDescending(SortKey, StringComparer.Ordinal);

    // Numbers in equal width, so that texts compare as versions do; a release comes after its previews.
    private static string SortKey(string version)
    {
        var dash = version.IndexOf('-');
        var padded = Digits().Replace(version, match => match.Value.PadLeft(10, '0'));
        return dash < 0 ? padded + "~" : padded;
    }

    // Folders are in lower case; the id as its author spells it stands in the package's manifest.
    private static string IdOf(string folder)
    {
        var name = Path.GetFileName(folder);
        foreach (var version in Folders(folder))
        {
            var manifest = Path.Combine(version, name + ".nuspec");
            if (!File.Exists(manifest))
                continue;
            using var reader = File.OpenText(manifest);
            var head = new char[2048];
            var length = reader.ReadBlock(head);
            return Id().Match(new string(head, 0, length)) is { Success: true } id ? id.Groups[1].Value.Trim() : name;
        }
        return name;
    }

    private static string[] Folders(string path)
    {
        try
        {
            return Directory.Exists(path) ? Directory.GetDirectories(path) : [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    [GeneratedRegex("<id>([^<]+)</id>")]
    private static partial Regex Id();

    [GeneratedRegex("[0-9]+")]
    private static partial Regex Digits();
}

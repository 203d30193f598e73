namespace Workbench.Notebooks.Packages;

/// <summary>Guesses what a mistyped package name was meant to be, from the packages already on this machine.</summary>
internal static class SimilarPackage
{
    /// <summary>The nearest name at most two letters away; null when there is none.</summary>
    public static string? To(string id)
    {
        var folder = Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } own ? own
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify), ".nuget", "packages");
        try
        {
            return Nearest(id, Directory.EnumerateDirectories(folder).Select(path => Path.GetFileName(path)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    internal static string? Nearest(string id, IEnumerable<string> names) => names
        .Where(name => Math.Abs(name.Length - id.Length) <= 2)
        .Select(name => (name, distance: Distance(id.ToLowerInvariant(), name.ToLowerInvariant())))
        .Where(entry => entry.distance <= Math.Min(2, id.Length / 3)).OrderBy(entry => entry.distance).Select(entry => entry.name).FirstOrDefault();

    /// <summary>The Levenshtein distance: how many letters must be put in, left out or replaced.</summary>
    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
                (diagonal, row[j]) = (row[j], Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1)));
        }
        return row[^1];
    }
}

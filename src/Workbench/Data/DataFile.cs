using Workbench.Papers;

namespace Workbench.Data;

/// <summary>Where the file of a data set is looked for.</summary>
internal static class DataFile
{
    /// <summary>
    /// The file in the first folder that has it: <c>$WORKBENCH_DATA/NAME</c>, <c>$WORKBENCH_DATA</c>, <c>data/cache/NAME</c> of this
    /// checkout, Debian's folder.
    /// </summary>
    /// <param name="file">The file's name.</param>
    /// <param name="folder">The only folder to look in; null looks in the usual places.</param>
    /// <param name="name">NAME, what a folder for this data set alone is called.</param>
    /// <param name="debianFolder">Where Debian's package puts the file.</param>
    /// <param name="missing">The beginning of the message when it is in none of them.</param>
    /// <param name="remedy">The end of that message: what brings the file.</param>
    /// <exception cref="FileNotFoundException">It is in none of these folders.</exception>
    public static string Find(string file, string? folder, string name, string debianFolder, string missing, string remedy)
    {
        var data = Environment.GetEnvironmentVariable(FashionMnist.Variable);
        List<string> folders = [];
        if (folder is not null)
        {
            folders.Add(folder);
        }
        else
        {
            if (!string.IsNullOrEmpty(data))
                folders.AddRange([Path.Combine(data, name), data]);
            folders.AddRange([.. Cached(name), debianFolder]);
        }

        return folders.Select(place => Path.Combine(place, file)).FirstOrDefault(File.Exists) ?? throw new FileNotFoundException(
            $"{missing}: no {file} in {string.Join(", ", folders.Select(place => $"'{place}'"))}. {remedy}");
    }

    /// <summary>The folder <c>data/cache/NAME</c> of this checkout or bundle; none outside of one.</summary>
    /// <param name="name">NAME.</param>
    public static IEnumerable<string> Cached(string name)
    {
        try
        {
            return [Path.Combine(Repository.Root(), "data", "cache", name)];
        }
        catch (DirectoryNotFoundException)
        {
            return [];
        }
    }
}

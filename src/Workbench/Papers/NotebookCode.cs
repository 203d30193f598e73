using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Workbench.Papers;

/// <summary>Tells whether the code of a notebook is still what a result was measured with.</summary>
internal static class NotebookCode
{
    /// <summary>
    /// A short hash of the notebook's code cells, in order: their sources only. Outputs, metadata, prose, empty cells, line endings, spaces at the
    /// ends of lines and blank lines around a cell do not count; comments do, since telling them apart would need the compiler.
    /// </summary>
    /// <param name="path">A notebook file, format 4.</param>
    /// <exception cref="InvalidDataException">It is not a notebook.</exception>
    public static string Hash(string path)
    {
        try
        {
            using var notebook = JsonDocument.Parse(File.ReadAllText(path));
            var cells = notebook.RootElement.GetProperty("cells").EnumerateArray()
                .Where(cell => cell.GetProperty("cell_type").GetString() == "code")
                .Select(cell => Normal(Source(cell.GetProperty("source"))))
                .Where(source => source.Length > 0);
            // No source has this character, so two cells are not the same as one with both.
            return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\0', cells))))[..16];
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new InvalidDataException($"{path}: not a notebook: {e.Message}", e);
        }
    }

    /// <summary>A notebook of a repository with its hash; null when there is no such file in it.</summary>
    /// <param name="root">The repository's folder.</param>
    /// <param name="notebook">The notebook, relative to the repository or absolute.</param>
    /// <exception cref="InvalidDataException">It is not a notebook.</exception>
    public static (string Notebook, string Hash)? Of(string root, string notebook)
    {
        var path = Path.GetFullPath(notebook, Path.GetFullPath(root));
        var relative = Path.GetRelativePath(root, path).Replace(Path.DirectorySeparatorChar, '/');
        return File.Exists(path) && !relative.StartsWith("../", StringComparison.Ordinal) && !Path.IsPathRooted(relative) ? (relative, Hash(path)) : null;
    }

    private static string Source(JsonElement source) => source.ValueKind == JsonValueKind.Array
        ? string.Concat(source.EnumerateArray().Select(line => line.GetString()))
        : source.GetString() ?? "";

    private static string Normal(string source) =>
        string.Join('\n', source.ReplaceLineEndings("\n").Split('\n').Select(line => line.TrimEnd())).Trim('\n');
}

using System.Security.Cryptography;
using System.Text;

namespace Workbench.Cli.Gallery;

/// <summary>
/// The folder a site is written to. A marker file lists what was written; only that is ever removed, and a folder with files but without the
/// marker is refused.
/// </summary>
internal sealed class SiteFolder
{
    /// <summary>The marker: one path a line, relative to the folder.</summary>
    public const string Marker = ".workbench-gallery";

    private readonly string _root;
    private readonly HashSet<string> _before;

    private SiteFolder(string root, HashSet<string> before) => (_root, _before) = (root, before);

    /// <summary>Opens a folder for writing; it need not exist.</summary>
    /// <exception cref="UsageException">It is a file, or it has files and no marker.</exception>
    public static SiteFolder Open(string path)
    {
        var root = Path.GetFullPath(path);
        var marker = Path.Combine(root, Marker);
        if (File.Exists(root))
            throw new UsageException($"'{Checkout.Show(root)}' is a file; expected a folder for the gallery.");
        if (Directory.Exists(root) && !File.Exists(marker) && Directory.EnumerateFileSystemEntries(root).Any())
            throw new UsageException($"'{Checkout.Show(root)}' has files that no gallery put there; name an empty or a new folder with --out.");
        return new(root, File.Exists(marker) ? [.. File.ReadAllLines(marker).Where(line => line.Length > 0)] : []);
    }

    /// <summary>Writes what differs from what is there, then removes what an earlier build wrote and this one did not.</summary>
    /// <param name="files">Content by path, relative, with '/'.</param>
    /// <returns>How many files were written and how many removed.</returns>
    public (int Written, int Removed) Write(IReadOnlyDictionary<string, byte[]> files)
    {
        Directory.CreateDirectory(_root);
        // Said before it is done: a build that is cut short leaves nothing that the next one does not know.
        WriteMarker(_before.Union(files.Keys));
        var written = files.Count(file => WriteFile(file.Key, file.Value));
        var removed = _before.Except(files.Keys).Count(Remove);
        WriteMarker(files.Keys);
        return (written, removed);
    }

    private void WriteMarker(IEnumerable<string> paths) =>
        WriteFile(Marker, Encoding.UTF8.GetBytes(string.Concat(paths.Order(StringComparer.Ordinal).Select(path => path + "\n"))));

    private bool WriteFile(string path, byte[] content)
    {
        var full = Path.Combine(_root, path);
        if (IsSame(full, content))
            return false;
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        var beside = $"{full}.{Environment.ProcessId}.new";
        File.WriteAllBytes(beside, content);
        File.Move(beside, full, overwrite: true);
        return true;
    }

    private static bool IsSame(string path, byte[] content)
    {
        var file = new FileInfo(path);
        if (!file.Exists || file.Length != content.Length)
            return false;
        using var stream = file.OpenRead();
        return SHA256.HashData(stream).AsSpan().SequenceEqual(SHA256.HashData(content));
    }

    /// <summary>Removes a file that the marker names, if it is a file of this folder and not something reached through a link.</summary>
    private bool Remove(string path)
    {
        var full = Path.GetFullPath(Path.Combine(_root, path));
        if (Path.IsPathRooted(path) || !full.StartsWith(_root + Path.DirectorySeparatorChar, StringComparison.Ordinal) || !File.Exists(full))
            return false;
        for (var folder = Path.GetDirectoryName(full)!; folder != _root; folder = Path.GetDirectoryName(folder)!)
            if (new DirectoryInfo(folder).LinkTarget is not null)
                return false;
        File.Delete(full);
        for (var folder = Path.GetDirectoryName(full)!; folder != _root && !Directory.EnumerateFileSystemEntries(folder).Any(); folder = Path.GetDirectoryName(folder)!)
            Directory.Delete(folder);
        return true;
    }
}

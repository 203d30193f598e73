using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Workbench.Notebooks.Format;

namespace Workbench.Notebooks.Packages;

/// <summary>Remembers how packages were resolved, so that asking again takes no restore and no network.</summary>
internal sealed class PackageCache(string folder)
{
    /// <summary>How long the latest version found counts as the latest.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromDays(1);

    /// <summary>A graph restored before whose files are still there, and whether its versions need no new look; null when there is none.</summary>
    public (ResolvedGraph Graph, bool IsFresh)? Find(RestoreProject project)
    {
        var file = FileOf(project);
        try
        {
            var graph = ResolvedGraph.Parse(File.ReadAllText(file));
            if (!graph.Packages.All(package => package.Exists))
                return null;
            return (graph, !project.Packages.Any(package => package.IsFloating) || DateTime.UtcNow - File.GetLastWriteTimeUtc(file) < Fresh);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Keeps a graph; without a writable cache the next time takes a restore again, no more.</summary>
    public void Keep(RestoreProject project, ResolvedGraph graph)
    {
        try
        {
            Directory.CreateDirectory(folder);
            AtomicFile.WriteAllText(FileOf(project), graph.ToJson());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
        }
    }

    private string FileOf(RestoreProject project) =>
        Path.Combine(folder, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(project.ToXml())))[..32] + ".json");
}

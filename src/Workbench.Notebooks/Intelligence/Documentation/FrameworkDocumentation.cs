using System.Collections.Concurrent;
using System.Xml.Linq;

namespace Workbench.Notebooks.Intelligence.Documentation;

/// <summary>
/// Documentation of the shared framework, which lies in the SDK's reference packs: sorted by the reference libraries, so that a type's
/// file is not the one of the library that holds it at run time.
/// </summary>
internal static class FrameworkDocumentation
{
    private static readonly Lazy<string[]> Files = new(Find);
    private static readonly ConcurrentDictionary<string, string?> FileOfType = [];

    /// <summary>True for the folder that the framework's libraries are in.</summary>
    public static bool Covers(string library) => Path.GetDirectoryName(library) == Path.GetDirectoryName(typeof(object).Assembly.Location);

    /// <summary>The documentation of a member of the type called <paramref name="typeId"/> (<c>T:System.String</c>), or null where the packs are not installed.</summary>
    public static XElement? Of(string typeId, string memberId) =>
        FileOfType.GetOrAdd(typeId, LocateType) is { } file ? XmlDocumentationFile.Find(file, memberId) : null;

    private static string? LocateType(string typeId)
    {
        // Most types are in System.Runtime, others in a file called like their namespace or the start of it.
        var name = typeId[2..];
        return Files.Value
            .OrderByDescending(file => Path.GetFileNameWithoutExtension(file) is var library && name.StartsWith(library + ".", StringComparison.Ordinal) ? library.Length : library == "System.Runtime" ? 8 : 0)
            .FirstOrDefault(file => XmlDocumentationFile.Find(file, typeId) is not null);
    }

    private static string[] Find()
    {
        var framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        var packs = Path.GetFullPath(Path.Combine(framework, "..", "..", "..", "packs", "Microsoft.NETCore.App.Ref"));
        if (!Directory.Exists(packs))
            return [];
        var wanted = Environment.Version;
        return Directory.GetDirectories(packs)
            .Select(folder => (Folder: folder, Version: Version.TryParse(Path.GetFileName(folder).Split('-')[0], out var version) ? version : new Version()))
            .OrderByDescending(pack => pack.Version.Major == wanted.Major).ThenByDescending(pack => pack.Version)
            .SelectMany(pack => Directory.Exists(Path.Combine(pack.Folder, "ref")) ? Directory.GetDirectories(Path.Combine(pack.Folder, "ref")) : [])
            .Select(folder => Directory.GetFiles(folder, "*.xml"))
            .FirstOrDefault(files => files.Length > 0) ?? [];
    }
}

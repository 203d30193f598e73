using System.Text.Json;

namespace Workbench.Notebooks.Packages;

/// <summary>Something NuGet says of a restore.</summary>
/// <param name="Code">Its number, e.g. <c>NU1101</c>.</param>
/// <param name="IsError">False for warnings.</param>
/// <param name="Text">What it says.</param>
/// <param name="Package">The package it is about, or null.</param>
internal sealed record RestoreMessage(string Code, bool IsError, string Text, string? Package);

/// <summary>What a restore writes: <c>project.assets.json</c>.</summary>
internal sealed record AssetsFile(ResolvedGraph Graph, IReadOnlyList<RestoreMessage> Messages)
{
    /// <summary>Reads the file; null when there is none, as after a restore that did not get so far.</summary>
    public static AssetsFile? TryRead(string path)
    {
        if (!File.Exists(path))
            return null;
        using var document = JsonDocument.Parse(File.ReadAllBytes(path));
        var root = document.RootElement;
        var target = root.GetProperty("targets").EnumerateObject()
            .FirstOrDefault(target => target.Name.EndsWith("/" + RestoreProject.RuntimeIdentifier, StringComparison.Ordinal)).Value;
        var folders = root.GetProperty("packageFolders").EnumerateObject().Select(folder => folder.Name).ToList();
        var libraries = root.GetProperty("libraries");
        var packages = new List<ResolvedPackage>();
        if (target.ValueKind == JsonValueKind.Object)
        {
            foreach (var entry in target.EnumerateObject().Where(entry => entry.Value.GetProperty("type").GetString() == "package"))
            {
                var path0 = libraries.GetProperty(entry.Name).GetProperty("path").GetString()!;
                var folder = folders.Select(parent => Path.Combine(parent, path0)).FirstOrDefault(Directory.Exists) ?? Path.Combine(folders[0], path0);
                var name = entry.Name.Split('/');
                packages.Add(new ResolvedPackage(name[0], name[1], folder, Files(entry.Value, "compile", folder), Files(entry.Value, "runtime", folder), Files(entry.Value, "native", folder)));
            }
        }
        var messages = root.TryGetProperty("logs", out var logs)
            ? logs.EnumerateArray().Select(log => new RestoreMessage(Text(log, "code")!, Text(log, "level") == "Error", Text(log, "message")!, Text(log, "libraryId"))).ToList()
            : [];
        return new AssetsFile(new ResolvedGraph(packages), messages);
    }

    private static IReadOnlyList<string> Files(JsonElement package, string kind, string folder) =>
        !package.TryGetProperty(kind, out var files) ? []
        // A file called _._ says that a package has nothing for this framework, and needs nothing.
        : [.. files.EnumerateObject().Select(file => file.Name).Where(file => Path.GetFileName(file) != "_._").Select(file => Path.GetFullPath(Path.Combine(folder, file)))];

    private static string? Text(JsonElement element, string name) => element.TryGetProperty(name, out var value) ? value.GetString() : null;
}

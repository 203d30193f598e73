using System.Text.Json;
using System.Text.Json.Nodes;

namespace Workbench.Notebooks.Packages;

/// <summary>Packages with all that they need.</summary>
internal sealed record ResolvedGraph(IReadOnlyList<ResolvedPackage> Packages)
{
    /// <summary>The graph as text, for the cache.</summary>
    public string ToJson() => new JsonArray([.. Packages.Select(package => (JsonNode)new JsonObject
    {
        ["id"] = package.Id,
        ["version"] = package.Version,
        ["folder"] = package.Folder,
        ["compile"] = Array(package.Compile),
        ["run"] = Array(package.Run),
        ["native"] = Array(package.Native),
    })]).ToJsonString();

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="JsonException">The text is something else.</exception>
    public static ResolvedGraph Parse(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return new ResolvedGraph([.. document.RootElement.EnumerateArray().Select(package => new ResolvedPackage(
                Text(package, "id"), Text(package, "version"), Text(package, "folder"), Texts(package, "compile"), Texts(package, "run"), Texts(package, "native")))]);
        }
        catch (Exception e) when (e is InvalidOperationException or KeyNotFoundException)
        {
            throw new JsonException("This is no list of packages.", e);
        }
    }

    private static JsonArray Array(IReadOnlyList<string> texts) => new([.. texts.Select(text => (JsonNode)text)]);

    private static string Text(JsonElement package, string name) => package.GetProperty(name).GetString()!;

    private static IReadOnlyList<string> Texts(JsonElement package, string name) => [.. package.GetProperty(name).EnumerateArray().Select(text => text.GetString()!)];
}

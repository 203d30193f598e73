using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Workbench.Notebooks.Format;

/// <summary>
/// Remembers how every part of a JSON text was spelled, so that what nobody changed is written again letter for letter: spaces,
/// spelling of numbers, escapes. A part counts as unchanged while it holds the very nodes that were read, in their order.
/// </summary>
internal sealed class JsonOriginal
{
    private readonly Dictionary<JsonNode, Part> _parts = new(ReferenceEqualityComparer.Instance);

    private JsonOriginal()
    {
    }

    /// <summary>Reads one JSON value; a repeated key is an error because one of the two would be lost.</summary>
    /// <exception cref="JsonException">The text is not JSON.</exception>
    public static (JsonNode? Root, JsonOriginal Original) Parse(string text)
    {
        var options = new JsonDocumentOptions { MaxDepth = 512, AllowDuplicateProperties = false };
        var original = new JsonOriginal();
        // The document stays alive with the nodes, whose values point into it.
        return (original.Read(JsonDocument.Parse(text, options).RootElement), original);
    }

    /// <summary>The text of a part as it was read; null when the part is new or something in it has changed.</summary>
    public string? TextOf(JsonNode node) => IsUnchanged(node) ? _parts[node].Element.GetRawText() : null;

    /// <summary>The spelling of a member's name, with its quotation marks, or null when the object had no such member.</summary>
    public string? NameOf(JsonObject owner, string name)
    {
        if (!_parts.TryGetValue(owner, out var part))
            return null;
        var at = Array.IndexOf(part.Names, name);
        return at < 0 ? null : part.Spelled[at];
    }

    private JsonNode? Read(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Null:
                return null;
            case JsonValueKind.Object:
                var members = new JsonObject();
                var spelled = new List<string>();
                foreach (var member in element.EnumerateObject())
                {
                    members.Add(member.Name, Read(member.Value));
                    spelled.Add($"\"{Encoding.UTF8.GetString(JsonMarshal.GetRawUtf8PropertyName(member))}\"");
                }
                _parts[members] = new Part(element, [.. members.Select(member => member.Value)], [.. members.Select(member => member.Key)], [.. spelled]);
                return members;
            case JsonValueKind.Array:
                var items = new JsonArray();
                foreach (var item in element.EnumerateArray())
                    items.Add(Read(item));
                _parts[items] = new Part(element, [.. items], [], []);
                return items;
            default:
                var value = JsonValue.Create(element)!;
                _parts[value] = new Part(element, [], [], []);
                return value;
        }
    }

    /// <summary>Whether a part is as it was read.</summary>
    public bool IsUnchanged(JsonNode? node)
    {
        if (node is null)
            return true;
        if (!_parts.TryGetValue(node, out var part))
            return false;
        return node switch
        {
            JsonObject members => members.Count == part.Names.Length && members.Select(member => member.Key).SequenceEqual(part.Names) && Same(members.Select(member => member.Value), part),
            JsonArray items => items.Count == part.Children.Length && Same(items, part),
            _ => true,
        };
    }

    private bool Same(IEnumerable<JsonNode?> now, Part part)
    {
        var i = 0;
        foreach (var child in now)
        {
            if (!ReferenceEquals(child, part.Children[i++]) || !IsUnchanged(child))
                return false;
        }
        return true;
    }

    /// <param name="Element">Where it stands in the text.</param>
    /// <param name="Children">What it held.</param>
    /// <param name="Names">Names of an object's members.</param>
    /// <param name="Spelled">The same as they stand in the text.</param>
    private sealed record Part(JsonElement Element, JsonNode?[] Children, string[] Names, string[] Spelled);
}

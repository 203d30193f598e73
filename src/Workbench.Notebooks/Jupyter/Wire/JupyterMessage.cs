using System.Text.Json;

namespace Workbench.Notebooks.Jupyter.Wire;

/// <summary>A message from a client.</summary>
/// <param name="Identities">The frames before the delimiter: more routing than the socket's own.</param>
/// <param name="Header">The bytes of its header, which answers repeat as they are.</param>
/// <param name="Type">What it asks, e.g. <c>execute_request</c>.</param>
/// <param name="Id">Its own name.</param>
/// <param name="ParentHeader">The header of what it answers, if it is an answer.</param>
/// <param name="Metadata">What a front end adds.</param>
/// <param name="Content">Its arguments.</param>
/// <param name="Buffers">Bytes that follow.</param>
internal sealed record JupyterMessage(
    IReadOnlyList<byte[]> Identities,
    byte[] Header,
    string Type,
    string Id,
    JsonElement ParentHeader,
    JsonElement Metadata,
    JsonElement Content,
    IReadOnlyList<byte[]> Buffers)
{
    /// <summary>The frame between routing and message.</summary>
    public static ReadOnlySpan<byte> Delimiter => "<IDS|MSG>"u8;

    /// <summary>A text of the content; <paramref name="otherwise"/> when it is missing or null.</summary>
    /// <exception cref="FormatException">It is something else.</exception>
    public string Text(string name, string otherwise = "") => Find(name, JsonValueKind.String) is { } value ? value.GetString()! : otherwise;

    /// <summary>A truth value of the content.</summary>
    /// <exception cref="FormatException">It is something else.</exception>
    public bool Flag(string name, bool otherwise) =>
        !Content.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null ? otherwise
        : value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean()
        : throw Unexpected(name, value, "true or false");

    /// <summary>A whole number of the content; null when it is missing or null. Numbers too large are cut to the range.</summary>
    /// <exception cref="FormatException">It is something else.</exception>
    public int? Number(string name) => Find(name, JsonValueKind.Number) is { } value ? (int)Math.Clamp(value.GetDouble(), int.MinValue, int.MaxValue) : null;

    /// <summary>An object of the content; null when it is missing or null.</summary>
    /// <exception cref="FormatException">It is something else.</exception>
    public JsonElement? Object(string name) => Find(name, JsonValueKind.Object);

    private JsonElement? Find(string name, JsonValueKind kind) =>
        !Content.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null ? null
        : value.ValueKind == kind ? value
        : throw Unexpected(name, value, kind.ToString().ToLowerInvariant());

    private FormatException Unexpected(string name, JsonElement value, string expected) =>
        new($"'{name}' of {Type} is {value.ValueKind.ToString().ToLowerInvariant()}; expected {expected}.");
}

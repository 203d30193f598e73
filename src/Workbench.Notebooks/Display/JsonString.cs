using System.Text.Json;

namespace Microsoft.DotNet.Interactive.Formatting;

/// <summary>JSON, shown as a tree that opens and closes: <c>new JsonString("""{"a": [1, 2]}""")</c>, <c>JsonString.Of(value)</c>.</summary>
public sealed class JsonString : IMimeContent
{
    private readonly string _json;
    private readonly JsonElement _root;

    /// <summary>Marks a text as JSON.</summary>
    /// <exception cref="ArgumentException">It is not JSON.</exception>
    public JsonString(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 512 });
            _root = document.RootElement.Clone();
        }
        catch (JsonException e)
        {
            throw new ArgumentException($"This is not JSON: {e.Message}", nameof(json), e);
        }
        _json = json;
    }

    string IMimeContent.MimeType => JsonFormatter.MimeType;

    string IMimeContent.Content => _json;

    /// <summary>A value as JSON, as <c>System.Text.Json</c> writes it.</summary>
    public static JsonString Of(object? value) => new(value.ToDisplayString(JsonFormatter.MimeType));

    /// <summary>The JSON.</summary>
    public override string ToString() => _json;

    void IMimeContent.WriteHtml(FormatContext context) => HtmlFormatter.Write(_root, context);
}

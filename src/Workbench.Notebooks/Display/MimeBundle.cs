using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.DotNet.Interactive.Formatting;

namespace Workbench.Notebooks.Display;

/// <summary>Forms a value in several MIME types at once.</summary>
internal static class MimeBundle
{
    /// <summary>The value in the MIME types asked for, or else preferred for its type; always with <c>text/plain</c>, for readers without a browser.</summary>
    public static JsonObject Of(object? value, params IReadOnlyList<string> mimeTypes)
    {
        if (mimeTypes.Count == 0)
            mimeTypes = value is IMimeContent own && !Formatter.HasPreferenceFor(value.GetType()) ? [own.MimeType] : Formatter.GetPreferredMimeTypesFor(value?.GetType());
        var data = new JsonObject();
        foreach (var mimeType in mimeTypes.Distinct())
            data[mimeType] = Content(mimeType, value.ToDisplayString(mimeType));
        if (!data.ContainsKey(PlainTextFormatter.MimeType))
            data[PlainTextFormatter.MimeType] = PlainText(value);
        return data;
    }

    /// <summary>A text that is in a MIME type already; itself as plain text, but for pictures.</summary>
    public static JsonObject Raw(string text, string mimeType) => new(new Dictionary<string, JsonNode?>
    {
        [mimeType] = Content(mimeType, text),
        [PlainTextFormatter.MimeType] = mimeType.StartsWith("image/", StringComparison.Ordinal) && mimeType != "image/svg+xml" ? $"[{mimeType}]" : text,
    });

    /// <summary>Nobody asked for it, so where it fails the type's name has to do.</summary>
    private static string PlainText(object? value)
    {
        try
        {
            return value.ToDisplayString();
        }
        catch (Exception e) when (!Interruption.IsUnderWay(e))
        {
            return CSharpTypeName.Of(value!.GetType());
        }
    }

    private static JsonNode? Content(string mimeType, string text)
    {
        if (mimeType != JsonFormatter.MimeType && !mimeType.EndsWith("+json", StringComparison.Ordinal))
            return text;
        try
        {
            return JsonNode.Parse(text, null, new JsonDocumentOptions { MaxDepth = 512 });
        }
        catch (JsonException e)
        {
            throw new FormatException($"The formatter for '{mimeType}' wrote something that is not JSON: {e.Message}", e);
        }
    }
}

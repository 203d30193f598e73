using System.Text.Json;
using Microsoft.DotNet.Interactive.Formatting;

namespace Workbench.Notebooks.Kernels;

/// <summary>Values that pass from language to language as JSON.</summary>
internal static class JsonValues
{
    public const string MimeType = "application/json";

    /// <summary>What a language without types makes of a value: truth, number and text keep their kind, all else becomes a document.</summary>
    public static (object? Value, Type Type) Copy(object? value) => value switch
    {
        null => (null, typeof(object)),
        bool or string => (value, value.GetType()),
        _ => FromJson(value.ToDisplayString(MimeType)),
    };

    /// <summary>The text that the value's formatter for a MIME type writes; JSON as a document.</summary>
    public static (object? Value, Type Type) Formatted(object? value, string mimeType)
    {
        var text = value as string ?? value.ToDisplayString(mimeType);
        return mimeType == MimeType ? (Document(value is string ? JsonSerializer.Serialize(value) : text), typeof(JsonDocument)) : (text, typeof(string));
    }

    /// <summary>A document, of a text that must be JSON.</summary>
    /// <exception cref="MagicException">It is not.</exception>
    public static JsonDocument Document(string json)
    {
        try
        {
            return JsonDocument.Parse(json);
        }
        catch (JsonException e)
        {
            throw new MagicException($"the text is not JSON: {e.Message}");
        }
    }

    private static (object? Value, Type Type) FromJson(string json)
    {
        var document = Document(json);
        return document.RootElement.ValueKind switch
        {
            JsonValueKind.Number => (document.RootElement.GetDouble(), typeof(double)),
            JsonValueKind.True or JsonValueKind.False => (document.RootElement.GetBoolean(), typeof(bool)),
            JsonValueKind.String => (document.RootElement.GetString(), typeof(string)),
            JsonValueKind.Null => (null, typeof(object)),
            _ => (document, typeof(JsonDocument)),
        };
    }
}

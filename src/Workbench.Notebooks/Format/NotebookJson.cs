using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Workbench.Notebooks.Format;

/// <summary>
/// Writes JSON as Jupyter does: one member a line, non-ASCII characters literally, numbers as they were read. Only the content of a JSON
/// MIME type stays on one line: with one number a line a figure would take three times its size.
/// System.Text.Json cannot: its encoders escape characters outside the basic plane.
/// </summary>
internal static class NotebookJson
{
    /// <summary>Reads one JSON value; a repeated key is an error because one of the two would be lost.</summary>
    public static JsonNode? Parse(string text) => JsonNode.Parse(text, null, new JsonDocumentOptions { MaxDepth = 512, AllowDuplicateProperties = false });

    public static string Write(JsonNode? node, JsonLayout layout)
    {
        var text = new StringBuilder();
        Write(node, layout, 0, text);
        if (layout.FinalNewline)
            text.Append(layout.Newline);
        return text.ToString();
    }

    private static void Write(JsonNode? node, JsonLayout layout, int depth, StringBuilder text)
    {
        switch (node)
        {
            case null:
                text.Append("null");
                break;
            case JsonObject members:
                text.Append('{');
                var first = true;
                foreach (var (name, value) in members)
                {
                    NextItem(layout, depth + 1, text, ref first);
                    WriteString(name, text);
                    text.Append(": ");
                    if (name == "application/json" || name.StartsWith("application/", StringComparison.Ordinal) && name.EndsWith("+json", StringComparison.Ordinal))
                        WriteOnOneLine(value, text);
                    else
                        Write(value, layout, depth + 1, text);
                }
                Close('}', layout, depth, text, first);
                break;
            case JsonArray items:
                text.Append('[');
                first = true;
                foreach (var item in items)
                {
                    NextItem(layout, depth + 1, text, ref first);
                    Write(item, layout, depth + 1, text);
                }
                Close(']', layout, depth, text, first);
                break;
            case JsonValue value:
                WriteScalar(value, text);
                break;
        }
    }

    private static void WriteOnOneLine(JsonNode? node, StringBuilder text)
    {
        switch (node)
        {
            case JsonObject members:
                text.Append('{');
                var separator = "";
                foreach (var (name, value) in members)
                {
                    text.Append(separator);
                    separator = ",";
                    WriteString(name, text);
                    text.Append(':');
                    WriteOnOneLine(value, text);
                }
                text.Append('}');
                break;
            case JsonArray items:
                text.Append('[');
                for (var i = 0; i < items.Count; i++)
                {
                    if (i > 0)
                        text.Append(',');
                    WriteOnOneLine(items[i], text);
                }
                text.Append(']');
                break;
            case JsonValue value:
                WriteScalar(value, text);
                break;
            default:
                text.Append("null");
                break;
        }
    }

    private static void WriteScalar(JsonValue value, StringBuilder text)
    {
        if (value.GetValueKind() != JsonValueKind.String)
        {
            text.Append(value.ToJsonString());
            return;
        }
        string content;
        try
        {
            content = value.GetValue<string>();
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair, escaped in the file: no .NET string holds it, so the original spelling stays.
            text.Append(value.GetValue<JsonElement>().GetRawText());
            return;
        }
        WriteString(content, text);
    }

    private static void NextItem(JsonLayout layout, int depth, StringBuilder text, ref bool first)
    {
        if (!first)
            text.Append(',');
        first = false;
        Line(layout, depth, text);
    }

    private static void Close(char bracket, JsonLayout layout, int depth, StringBuilder text, bool empty)
    {
        if (!empty)
            Line(layout, depth, text);
        text.Append(bracket);
    }

    private static void Line(JsonLayout layout, int depth, StringBuilder text)
    {
        text.Append(layout.Newline);
        for (var i = 0; i < depth; i++)
            text.Append(layout.Indent);
    }

    private static void WriteString(string value, StringBuilder text)
    {
        text.Append('"');
        foreach (var c in value)
        {
            switch (c)
            {
                case '"': text.Append("\\\""); break;
                case '\\': text.Append("\\\\"); break;
                case '\n': text.Append("\\n"); break;
                case '\r': text.Append("\\r"); break;
                case '\t': text.Append("\\t"); break;
                case '\b': text.Append("\\b"); break;
                case '\f': text.Append("\\f"); break;
                case < ' ': text.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture)); break;
                default: text.Append(c); break;
            }
        }
        text.Append('"');
    }
}

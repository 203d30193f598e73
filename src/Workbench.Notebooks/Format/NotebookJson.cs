using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Workbench.Notebooks.Format;

/// <summary>
/// Writes JSON as Jupyter does: one member a line, non-ASCII characters literally. What was read and not changed is written as it was read.
/// Only the content of a new JSON MIME type stays on one line: with one number a line a figure would take three times its size.
/// System.Text.Json cannot: its encoders escape characters outside the basic plane.
/// </summary>
internal sealed class NotebookJson
{
    private readonly JsonLayout _layout;
    private readonly JsonOriginal? _original;
    private readonly StringBuilder _text = new();

    private NotebookJson(JsonLayout layout, JsonOriginal? original)
    {
        _layout = layout;
        _original = original;
    }

    /// <summary>The text of a JSON value; parts that <paramref name="original"/> knows and that are unchanged keep their spelling.</summary>
    public static string Write(JsonNode? node, JsonLayout layout, JsonOriginal? original = null)
    {
        var writer = new NotebookJson(layout, original);
        writer.Write(node, 0);
        if (layout.FinalNewline)
            writer._text.Append(layout.Newline.Length == 0 ? "\n" : layout.Newline);
        return writer._text.ToString();
    }

    private void Write(JsonNode? node, int depth)
    {
        if (node is not null && _original?.TextOf(node) is { } kept)
        {
            _text.Append(kept);
            return;
        }
        switch (node)
        {
            case null:
                _text.Append("null");
                break;
            case JsonObject members:
                _text.Append('{');
                var first = true;
                foreach (var (name, value) in members)
                {
                    NextItem(depth + 1, ref first);
                    if (_original?.NameOf(members, name) is { } spelled)
                        _text.Append(spelled);
                    else
                        WriteString(name);
                    _text.Append(':').Append(_layout.Space);
                    if (IsJsonType(name) && (value is null || _original?.TextOf(value) is null))
                        WriteOnOneLine(value);
                    else
                        Write(value, depth + 1);
                }
                Close('}', depth, first);
                break;
            case JsonArray items:
                _text.Append('[');
                first = true;
                foreach (var item in items)
                {
                    NextItem(depth + 1, ref first);
                    Write(item, depth + 1);
                }
                Close(']', depth, first);
                break;
            case JsonValue value:
                WriteScalar(value);
                break;
        }
    }

    private static bool IsJsonType(string name) =>
        name == "application/json" || (name.StartsWith("application/", StringComparison.Ordinal) && name.EndsWith("+json", StringComparison.Ordinal));

    private void WriteOnOneLine(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject members:
                _text.Append('{');
                var separator = "";
                foreach (var (name, value) in members)
                {
                    _text.Append(separator);
                    separator = ",";
                    WriteString(name);
                    _text.Append(':');
                    WriteOnOneLine(value);
                }
                _text.Append('}');
                break;
            case JsonArray items:
                _text.Append('[');
                for (var i = 0; i < items.Count; i++)
                {
                    if (i > 0)
                        _text.Append(',');
                    WriteOnOneLine(items[i]);
                }
                _text.Append(']');
                break;
            case JsonValue value:
                WriteScalar(value);
                break;
            default:
                _text.Append("null");
                break;
        }
    }

    private void WriteScalar(JsonValue value)
    {
        if (value.GetValueKind() != JsonValueKind.String)
        {
            _text.Append(value.ToJsonString());
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
            _text.Append(value.GetValue<JsonElement>().GetRawText());
            return;
        }
        WriteString(content);
    }

    private void NextItem(int depth, ref bool first)
    {
        if (!first)
            _text.Append(_layout.Newline.Length > 0 ? "," : $",{_layout.Space}");
        first = false;
        Line(depth);
    }

    private void Close(char bracket, int depth, bool empty)
    {
        if (!empty)
            Line(depth);
        _text.Append(bracket);
    }

    private void Line(int depth)
    {
        _text.Append(_layout.Newline);
        for (var i = 0; i < depth; i++)
            _text.Append(_layout.Indent);
    }

    private void WriteString(string value)
    {
        _text.Append('"');
        foreach (var c in value)
        {
            switch (c)
            {
                case '"': _text.Append("\\\""); break;
                case '\\': _text.Append("\\\\"); break;
                case '\n': _text.Append("\\n"); break;
                case '\r': _text.Append("\\r"); break;
                case '\t': _text.Append("\\t"); break;
                case '\b': _text.Append("\\b"); break;
                case '\f': _text.Append("\\f"); break;
                default:
                    if (c < ' ' || (_layout.IsAscii && !char.IsAscii(c)))
                        _text.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture));
                    else
                        _text.Append(c);
                    break;
            }
        }
        _text.Append('"');
    }
}

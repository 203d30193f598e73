using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using static Microsoft.DotNet.Interactive.Formatting.Html;

namespace Workbench.Notebooks.Html;

/// <summary>JSON that opens and closes, level by level.</summary>
internal sealed class JsonMarkup
{
    private const int MostNodes = 2000;

    private const int Deepest = 40;

    private static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = 1000 };

    private readonly StringBuilder _html = new();
    private int _nodes;

    private JsonMarkup()
    {
    }

    public static string Render(JsonNode json)
    {
        var markup = new JsonMarkup();
        markup.Write(null, json, 0);
        return $"<div class=\"json\">{markup._html}</div>";
    }

    private void Write(string? key, JsonNode? value, int depth)
    {
        _nodes++;
        var name = key is null ? "" : $"<span class=\"key\">{Encode(key)}</span>: ";
        if (value is JsonObject { Count: > 0 } or JsonArray { Count: > 0 } && depth < Deepest && _nodes < MostNodes)
        {
            var isArray = value is JsonArray;
            var count = value is JsonArray array ? array.Count : value.AsObject().Count;
            var open = depth == 0 || (depth == 1 && count <= 10) ? " open" : "";
            _html.Append($"<details{open}><summary>{name}<span class=\"count\">{(isArray ? $"[ {count} ]" : $"{{ {count} }}")}</span></summary>");
            var parts = isArray ? value.AsArray().Select((item, index) => ($"{index}", item)) : value.AsObject().Select(member => (member.Key, member.Value));
            foreach (var (part, content) in parts)
            {
                if (_nodes >= MostNodes)
                {
                    _html.Append("<div class=\"count\">…</div>");
                    break;
                }
                Write(part, content, depth + 1);
            }
            _html.Append("</details>");
            return;
        }
        var text = value?.ToJsonString(Options) ?? "null";
        if (text.Length > 20_000)
            text = $"{text.AsSpan(0, 20_000)}… ({text.Length - 20_000} more characters)";
        var kind = value?.GetValueKind() switch { JsonValueKind.String => "text", JsonValueKind.Object or JsonValueKind.Array or null => "count", _ => "literal" };
        _html.Append($"<div>{name}<span class=\"{kind}\">{Encode(text)}</span></div>");
    }
}

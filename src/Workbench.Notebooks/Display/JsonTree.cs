using System.Text.Json;
using System.Text.Json.Nodes;

namespace Microsoft.DotNet.Interactive.Formatting;

/// <summary>JSON as HTML: objects as trees, arrays as sequences, as long as there is room.</summary>
internal static class JsonTree
{
    private static readonly JsonSerializerOptions Deep = new() { MaxDepth = 1000 };

    public static void Write(object value, FormatContext context)
    {
        var element = value switch
        {
            JsonElement given => given,
            JsonDocument document => document.RootElement,
            JsonNode node => JsonSerializer.SerializeToElement(node, Deep),
            _ => throw new ArgumentException($"{CSharpTypeName.Of(value.GetType())} is not JSON.", nameof(value)),
        };
        Write(element, context);
    }

    private static void Write(JsonElement element, FormatContext context)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object when !context.IsExhausted:
                HtmlFormatter.WriteTree(Members(element), Summary(element), null, context);
                break;
            case JsonValueKind.Array when !context.IsExhausted && element.EnumerateArray().Any(item => item.ValueKind is JsonValueKind.Object or JsonValueKind.Array):
                WriteArray(element, context);
                break;
            default:
                HtmlFormatter.WriteScalar(null, element.ValueKind == JsonValueKind.String ? element.GetString()! : element.GetRawText(), context);
                break;
        }
    }

    private static IEnumerable<(string Name, object? Value)> Members(JsonElement element)
    {
        var shown = 0;
        foreach (var property in element.EnumerateObject())
        {
            if (++shown > 200)
            {
                yield return ("… (more)", null);
                yield break;
            }
            yield return (property.Name, property.Value);
        }
    }

    private static void WriteArray(JsonElement element, FormatContext context)
    {
        context.Writer.Write("<table><thead><tr><th><i>index</i></th><th>value</th></tr></thead><tbody>");
        var index = 0;
        foreach (var item in element.EnumerateArray().Take(Formatter.ListExpansionLimit))
        {
            context.Writer.Write($"<tr><td>{index++}</td>");
            HtmlFormatter.WriteCell(item, context);
            context.Writer.Write("</tr>");
        }
        var left = element.GetArrayLength() - index;
        HtmlFormatter.WriteMore(left > 0 ? left : null, 2, context);
        context.Writer.Write("</tbody></table>");
    }

    private static string Summary(JsonElement element) => FormatContext.Cut(element.GetRawText(), 200);
}

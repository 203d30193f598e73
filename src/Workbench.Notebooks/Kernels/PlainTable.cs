using System.Text;
using System.Text.Json.Nodes;
using Microsoft.DotNet.Interactive.Formatting;
using HtmlText = Microsoft.DotNet.Interactive.Formatting.Html;

namespace Workbench.Notebooks.Kernels;

/// <summary>A small table of texts, for people with and without a browser.</summary>
internal static class PlainTable
{
    /// <summary>The table as <c>text/plain</c> and <c>text/html</c>.</summary>
    public static JsonObject Of(IReadOnlyList<string> head, IReadOnlyList<IReadOnlyList<string>> rows)
    {
        var widths = head.Select((title, column) => rows.Select(row => row[column].Length).Append(title.Length).Max()).ToArray();
        var plain = new StringBuilder();
        foreach (var row in rows.Prepend(head))
            plain.AppendJoin("  ", row.Select((text, column) => text.PadRight(widths[column]))).TrimRight().Append('\n');
        var html = new StringBuilder("<table><thead><tr>");
        foreach (var title in head)
            html.Append($"<th>{HtmlText.Encode(title)}</th>");
        html.Append("</tr></thead><tbody>");
        foreach (var row in rows)
            html.Append("<tr>").AppendJoin("", row.Select(text => $"<td>{HtmlText.Encode(text)}</td>")).Append("</tr>");
        html.Append("</tbody></table>");
        return new JsonObject { [HtmlFormatter.MimeType] = html.ToString(), [PlainTextFormatter.MimeType] = plain.ToString().TrimEnd('\n') };
    }

    private static StringBuilder TrimRight(this StringBuilder text)
    {
        while (text.Length > 0 && text[^1] == ' ')
            text.Length--;
        return text;
    }
}

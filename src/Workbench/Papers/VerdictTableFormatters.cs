using System.Collections;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Workbench.Display;

namespace Workbench.Papers;

/// <summary>How a verdict table is shown.</summary>
internal sealed class VerdictTableFormatters
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
    };

    public IEnumerable CreateTypeFormatters() => new object[]
    {
        new ConventionFormatter<VerdictTable>(Mime.Html, Html),
        new ConventionFormatter<VerdictTable>(Mime.Text, Text),
        new ConventionFormatter<VerdictTable>(Mime.Verdicts, ToJson),
    };

    public static string ToJson(VerdictTable table) => JsonSerializer.Serialize(table, Json);

    public static VerdictTable FromJson(string json) =>
        JsonSerializer.Deserialize<VerdictTable>(json, Json) ?? throw new JsonException("not a verdict table");

    public static string Text(VerdictTable table)
    {
        var text = new StringBuilder(Caption(table));
        var id = table.Rows.Select(r => r.Id.Length).DefaultIfEmpty().Max();
        var verdict = table.Rows.Select(r => r.Verdict.Length).DefaultIfEmpty().Max();
        var indent = new string(' ', id + 2);
        foreach (var row in table.Rows)
            text.Append($"\n{row.Id.PadRight(id)}  {row.Verdict.PadRight(verdict)}  {row.Title}\n{indent}{string.Join($"\n{indent}", Findings(row))}\n{indent}paper: {row.Paper}");
        return text.ToString();
    }

    private static string Html(VerdictTable table)
    {
        var html = new StringBuilder(HtmlTable.Open)
            .Append($"<caption style=\"text-align:left;padding:4px 10px;opacity:.75\">{Safe(Caption(table))}</caption><thead><tr>");
        foreach (var head in new[] { "claim", "verdict", "the paper", "this run" })
            html.Append($"<th {HtmlTable.Head}>{head}</th>");
        html.Append("</tr></thead><tbody>");
        foreach (var row in table.Rows)
        {
            html.Append($"<tr><td {HtmlTable.Cell}><b>{Safe(row.Id)}</b><br>{Safe(row.Title)}</td>")
                .Append($"<td {HtmlTable.Cell}><span style=\"white-space:nowrap;color:{Colour(row.Verdict)}\"><b>{Mark(row.Verdict)} {Safe(row.Verdict)}</b></span></td>")
                .Append($"<td {HtmlTable.Cell}>{Safe(row.Paper)}</td>")
                .Append($"<td {HtmlTable.Cell}>{string.Join("<br>", Findings(row).Select(Safe))}</td></tr>");
        }

        return html.Append("</tbody></table>").ToString();
    }

    /// <summary>The reason's parts, one per comparison.</summary>
    private static string[] Findings(VerdictRow row) => row.Reason.Split("; ");

    private static string Caption(VerdictTable table) =>
        string.Create(CultureInfo.InvariantCulture, $"{table.Title} · {table.Protocol} on {table.Device} · {table.Seconds:0} s");

    // Mid-tones that keep a contrast of at least 4 on white and on the usual dark backgrounds; the mark carries the meaning without colour.
    private static string Colour(string verdict) => verdict switch
    {
        "reproduced" => "#0a8f63",
        "not reproduced" => "#d1571b",
        "inconclusive" => "#a8780b",
        _ => "#7f7f7f",
    };

    private static string Mark(string verdict) => verdict switch
    {
        "reproduced" => "✓",
        "not reproduced" => "✗",
        "inconclusive" => "?",
        _ => "–",
    };

    private static string Safe(string text) => WebUtility.HtmlEncode(text);
}

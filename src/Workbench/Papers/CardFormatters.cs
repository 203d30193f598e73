using System.Collections;
using System.Net;
using System.Text;
using Workbench.Display;

namespace Workbench.Papers;

/// <summary>How a card is shown: its claims, what the paper reports and what counts as reproduced.</summary>
internal sealed class CardFormatters
{
    public IEnumerable CreateTypeFormatters() => new object[]
    {
        new ConventionFormatter<Card>(Mime.Html, card => Html(card)),
        new ConventionFormatter<Card>(Mime.Text, Text),
    };

    internal static string Text(Card card)
    {
        var text = new StringBuilder($"{card.Title} (arXiv:{card.Arxiv}, {card.Year})");
        foreach (var claim in card.Claims)
        {
            text.Append($"\n{claim.Id}  {claim.Title}\n    paper: {claim.Paper}");
            foreach (var (protocol, asked) in claim.Protocols.OrderBy(p => p.Key))
                text.Append($"\n    {protocol.Name()}: {asked.Criterion}");
        }

        return text.ToString();
    }

    /// <summary>The claims as a table, with the criteria of one protocol or of all.</summary>
    internal static string Html(Card card, Protocol? only = null)
    {
        var html = new StringBuilder(HtmlTable.Open).Append("<thead><tr>");
        foreach (var head in new[] { "claim", "the paper", "counts as reproduced when" })
            html.Append($"<th {HtmlTable.Head}>{head}</th>");
        html.Append("</tr></thead><tbody>");
        foreach (var claim in card.Claims)
        {
            html.Append($"<tr><td {HtmlTable.Cell}><b>{Safe(claim.Id)}</b><br>{Safe(claim.Title)}</td>")
                .Append($"<td {HtmlTable.Cell}>{Safe(claim.Paper)}</td><td {HtmlTable.Cell}>")
                .AppendJoin("<br>", claim.Protocols.OrderBy(p => p.Key).Where(p => only is null || p.Key == only)
                    .Select(p => $"{(only is null ? $"<i>{p.Key.Name()}</i>: " : "")}<code>{Safe(p.Value.Criterion.Text)}</code>"))
                .Append("</td></tr>");
        }

        return html.Append("</tbody></table>").ToString();
    }

    private static string Safe(string text) => WebUtility.HtmlEncode(text);
}

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
        new ConventionFormatter<Card>(Mime.Html, Html),
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

    internal static string Html(Card card)
    {
        var html = new StringBuilder("<table style=\"border-collapse:collapse;text-align:left\"><thead><tr>");
        foreach (var head in new[] { "claim", "", "the paper reports", "counts as reproduced when" })
            html.Append($"<th style=\"text-align:left\">{head}</th>");
        html.Append("</tr></thead><tbody>");
        foreach (var claim in card.Claims)
        {
            html.Append($"<tr><td style=\"text-align:left;white-space:nowrap;vertical-align:top\"><b>{Safe(claim.Id)}</b></td>")
                .Append($"<td style=\"text-align:left;vertical-align:top\">{Safe(claim.Title)}</td>")
                .Append($"<td style=\"text-align:left;vertical-align:top\">{Safe(claim.Paper)}</td>")
                .Append("<td style=\"text-align:left;vertical-align:top\">")
                .AppendJoin("<br>", claim.Protocols.OrderBy(p => p.Key)
                    .Select(p => $"<i>{p.Key.Name()}</i>: <code>{Safe(p.Value.Criterion.Text)}</code>"))
                .Append("</td></tr>");
        }

        return html.Append("</tbody></table>").ToString();
    }

    private static string Safe(string text) => WebUtility.HtmlEncode(text);
}

using Workbench.Papers;

namespace Workbench.Cli.Gallery;

/// <summary>The ledger as one table with its filters; without a script the filters are hidden and the table is whole.</summary>
internal static class LedgerTable
{
    private static readonly string[] Heads = ["Claim", "The paper says", "Measured here", "Verdict", "Run"];

    public static Html Create(GallerySource source)
    {
        var rows = source.Ledger.Rows;
        return $"""
            <form class="filters" hidden>
            <label>Search <input type="search" name="text" autocomplete="off" placeholder="words of a claim, a number, a criterion"></label>
            {Select("paper", "Paper", source.Ledger.Cards.Select(card => (card.Slug, GallerySource.ShortTitle(card))))}
            {Select("family", "Family", source.Ledger.Cards.Select(card => card.Family).Distinct().Order(StringComparer.Ordinal).Select(family => (family, family)))}
            {Select("verdict", "Verdict", Ledger.Verdicts.Where(kind => rows.Any(row => Badge.Kind(row) == kind)).Select(kind => (kind, kind)))}
            {Select("protocol", "Protocol", rows.Select(row => row.Result?.Protocol).OfType<string>().Distinct().Order(StringComparer.Ordinal).Select(protocol => (protocol, protocol)))}
            <button type="reset">Clear</button>
            <p class="count" role="status"></p>
            </form>
            <div class="scroll ledger">
            <table role="table"><caption class="unseen">Every claim with its result</caption>
            <thead role="rowgroup"><tr role="row">{Heads.Select(head => (Html)$"<th role=\"columnheader\" scope=\"col\">{head}</th>")}</tr></thead>
            <tbody role="rowgroup">
            {rows.Select(Row)}</tbody></table></div>
            """;
    }

    private static Html Select(string name, string label, IEnumerable<(string Value, string Words)> choices) => $"""
        <label>{label} <select name="{name}"><option value="">all</option>{choices.Select(choice => (Html)$"<option value=\"{choice.Value}\">{choice.Words}</option>")}</select></label>
        """;

    private static Html Row(LedgerRow row)
    {
        var (claim, result) = (row.Claim, row.Result);
        var page = SiteMap.Link(SiteMap.Index, SiteMap.Paper(row.Card.Slug));
        return $"""
            <tr role="row" data-paper="{row.Card.Slug}" data-family="{row.Card.Family}" data-verdict="{Badge.Kind(row)}" data-protocol="{result?.Protocol}" data-words="{Words(row)}">
            <th role="rowheader" scope="row"><a class="id" href="{page}#{claim.Id}">{claim.Id}</a> <span class="title">{claim.Title}</span> <span class="soft">{Prose.Line(GallerySource.ShortTitle(row.Card))} · {row.Card.Family}</span></th>
            <td role="cell" data-head="{Heads[1]}">{claim.Paper}</td>
            <td role="cell" data-head="{Heads[2]}" class="numbers">{Ours(row, page)}</td>
            <td role="cell" data-head="{Heads[3]}">{Badge.Of(row)}</td>
            <td role="cell" data-head="{Heads[4]}" class="run">{Run(result)}</td></tr>

            """;
    }

    private static Html Ours(LedgerRow row, string page)
    {
        if (row.Result is not { } result)
            return $"<span class=\"soft\">{row.Claim.Planned ?? "no result yet"}</span>";
        var all = result.Comparisons.DistinctBy(c => c.Quantity).ToList();
        // Where one more would be cut off, it can as well be shown.
        var shown = all.Count <= 3 ? all : all[..2];
        Html more = all.Count == shown.Count ? Html.Empty : $"<li><a href=\"{page}#{row.Claim.Id}\">and {all.Count - shown.Count} more</a></li>";
        return all.Count == 0 ? Html.Of(result.Ours.Length > 0 ? result.Ours : result.Reason)
            : (Html)$"<ul>{shown.Select(c => (Html)$"<li><code>{c.Quantity}</code> <span class=\"value\">{Strip.Measured(c)}</span></li>")}{more}</ul>";
    }

    private static Html Run(ClaimResult? result) => result is null ? Html.Empty
        : $"<span>{result.Protocol} on {result.Device}</span> <span class=\"soft\">{result.Seeds.Count} seeds</span> <time class=\"soft\" datetime=\"{result.Date}\">{Provenance.Day(result)}</time>";

    /// <summary>What the search looks through beside the row's text.</summary>
    private static string Words(LedgerRow row) => string.Join(' ', row.Card.Title, row.Card.Arxiv, row.Claim.Metric, row.Claim.Varied,
        string.Join(' ', row.Claim.Protocols.Values.Select(asked => asked.Criterion.Text)), row.Result?.Commit);
}

using Workbench.Papers;

namespace Workbench.Cli.Gallery;

/// <summary>The first page: what this is, how many claims have which verdict, the papers, the ledger, the notebooks.</summary>
internal static class IndexPage
{
    public static SitePage Create(GallerySource source) => new(SiteMap.Index, "What could be reproduced", $"""
        <div class="hero">
        <h1>What could be reproduced</h1>
        <p class="lead">Claims of machine-learning papers, written as numeric criteria, measured over seeds in C# notebooks and judged by the criterion, whatever it says. Each number names its interval, machine, commit and the command that repeats it.</p>
        {Tally(source)}
        </div>
        <section aria-labelledby="papers"><h2 id="papers">Papers</h2>
        <ul class="papers">
        {source.Ledger.Cards.Select(card => Paper(source, card))}</ul></section>
        <section aria-labelledby="ledger"><h2 id="ledger">Ledger</h2>
        {LedgerTable.Create(source)}
        {Orphans(source)}</section>
        <section aria-labelledby="compare"><h2 id="compare">Comparisons</h2>
        <ul class="links"><li><a href="{SiteMap.Link(SiteMap.Index, SiteMap.Effects)}">All claims side by side</a>: effect against threshold, over all papers</li>
        {source.Notebooks.Where(notebook => notebook.IsComparison).Select(notebook => Item(SiteMap.Comparison(notebook.Path), notebook))}</ul></section>
        <section aria-labelledby="notebooks"><h2 id="notebooks">Notebooks</h2>
        <p class="soft">As they were executed and saved: code, outputs, figures.</p>
        <ul class="links">
        {source.Notebooks.Select(notebook => Item(SiteMap.Notebook(notebook.Path), notebook))}</ul></section>
        """)
    { Kind = "wide" };

    private static Html Tally(GallerySource source)
    {
        var counts = source.Ledger.Counts();
        var kinds = Ledger.Verdicts.Where(counts.ContainsKey).ToList();
        return $"""
            <div class="shares" aria-hidden="true">{kinds.Select(kind => (Html)$"<span class=\"{Badge.Class(kind)}\" style=\"flex-grow:{counts[kind]}\"></span>")}</div>
            <ul class="tally" aria-label="Claims by verdict">{kinds.Select(kind => (Html)$"<li class=\"{Badge.Class(kind)}\"><b>{counts[kind]}</b> <span>{Badge.Sign(kind)}{kind}</span></li>")}</ul>
            <p class="soft">{Count(counts.Values.Sum(), "claim")} from {Count(source.Ledger.Cards.Count, "paper")}. A claim counts by its most demanding protocol; a verdict is inconclusive when the 95 % interval of a compared average holds the threshold, or seeds are missing.</p>
            """;
    }

    private static Html Paper(GallerySource source, Card card)
    {
        var page = SiteMap.Link(SiteMap.Index, SiteMap.Paper(card.Slug));
        return $"""
            <li><p class="kicker">{card.Family} · {card.Venue ?? $"{card.Year}"}</p>
            <h3><a href="{page}">{Prose.Line(GallerySource.ShortTitle(card))}</a></h3>
            <p class="soft">{card.Title}</p>
            <p class="badges">{Html.Join(" ", card.Claims.Select(claim => Badge.Link(source.Ledger.Headline(claim.Id), $"{page}#{claim.Id}")))}</p></li>

            """;
    }

    private static Html Item(string page, SourceNotebook notebook) =>
        $"<li><a href=\"{SiteMap.Link(SiteMap.Index, page)}\">{Prose.Line(notebook.Title)}</a> <span class=\"soft\">{Path.GetFileName(notebook.Path)}</span></li>\n";

    private static Html Orphans(GallerySource source) => source.Ledger.Orphans.Count == 0 ? Html.Empty
        : $"<p class=\"soft\">Results without a claim: {string.Join(", ", source.Ledger.Orphans)}.</p>";

    private static string Count(int count, string thing) => $"{count} {thing}{(count == 1 ? "" : "s")}";
}

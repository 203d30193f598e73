using Workbench.Notebooks.Html;
using Workbench.Papers;

namespace Workbench.Cli.Gallery;

/// <summary>A paper: its claims with what was measured, the notebook's figures, and the card's prose.</summary>
internal static class PaperPage
{
    public static SitePage Create(GallerySource source, Card card)
    {
        var path = SiteMap.Paper(card.Slug);
        var outputs = new OutputMarkup(source.PlotlyScript is not null);
        var notebook = source.NotebookOf(card);
        var figures = notebook is null ? Html.Empty : NotebookFigures.Create(source, notebook, path, outputs);
        var hasFigures = figures.ToString().Length > 0;
        Html page = notebook is null ? Html.Empty : $"<a href=\"{SiteMap.Link(path, SiteMap.Notebook(notebook.Path))}\">Executed notebook</a>";
        return new(path, GallerySource.ShortTitle(card), $"""
            <div class="hero">
            <p class="kicker"><a href="{SiteMap.Link(path, SiteMap.Index)}#family={Uri.EscapeDataString(card.Family)}">{card.Family}</a></p>
            <h1>{Prose.Line(GallerySource.ShortTitle(card))}</h1>
            <p class="lead">{card.Title}</p>
            <p class="meta"><a href="https://arxiv.org/abs/{card.Arxiv}" rel="noopener noreferrer">arXiv:{card.Arxiv}</a> · {card.Venue ?? $"{card.Year}"}{Html.When(notebook is not null, $" · {page}")}</p>
            </div>
            <nav class="within" aria-label="On this page"><a href="#part-claims">Claims</a>
            <ul>{card.Claims.Select(claim => (Html)$"<li>{Badge.Link(source.Ledger.Headline(claim.Id), $"#{claim.Id}")}</li>")}</ul>
            {Html.When(hasFigures, $"<a href=\"#part-figures\">Figures</a> ")}<a href="#part-card">Card</a> <a href="#part-measurements">Measurements</a></nav>
            <section aria-labelledby="part-claims"><h2 id="part-claims">Claims</h2>
            {card.Claims.Select(claim => ClaimArticle.Create(source, claim))}</section>
            {Html.When(hasFigures, $"<section aria-labelledby=\"part-figures\"><h2 id=\"part-figures\">Figures</h2>\n<p class=\"soft\">As the notebook drew them. {page}</p>\n{figures}</section>")}
            <section aria-labelledby="part-card" class="markdown"><h2 id="part-card">The card</h2>
            {source.Prose.Render(GallerySource.Body(card), $"papers/{card.Slug}.md", path, shift: 1)}</section>
            <section aria-labelledby="part-measurements"><h2 id="part-measurements">Measurements</h2>
            <dl class="facts names">{card.Measurements.Select(m => (Html)$"<div><dt><code>{m.Key}</code></dt><dd>{m.Value}</dd></div>")}</dl></section>
            """)
        { Figures = Html.Trusted(outputs.Figures), Kind = "paper" };
    }
}

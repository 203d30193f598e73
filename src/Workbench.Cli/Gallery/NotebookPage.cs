using Workbench.Notebooks.Html;
using Workbench.Papers;

namespace Workbench.Cli.Gallery;

/// <summary>An executed notebook in the site's frame: code, outputs, figures.</summary>
internal static class NotebookPage
{
    public static SitePage Create(GallerySource source, SourceNotebook notebook)
    {
        var path = SiteMap.Notebook(notebook.Path);
        var outputs = new OutputMarkup(source.PlotlyScript is not null);
        var cells = source.Prose.Fit(HtmlExporter.Cells(notebook.Document, outputs), notebook.Path, path);
        Card[] cards = [.. source.Ledger.Cards.Where(card => source.NotebookOf(card) == notebook)];
        var back = Html.Join("", cards.Select(card =>
            (Html)$" · <a href=\"{SiteMap.Link(path, SiteMap.Paper(card.Slug))}\">claims and verdicts of {(cards.Length == 1 ? "this paper" : GallerySource.ShortTitle(card))}</a>"));
        // The figures' script looks for them right below the main element.
        return new(path, notebook.Title, $"<p class=\"meta\"><code>{notebook.Path}</code>{back}</p>\n{cells}")
        {
            Figures = Html.Trusted(outputs.Figures),
            Kind = "notebook",
        };
    }
}

using System.Text;
using Workbench.Notebooks.Html;

namespace Workbench.Cli.Gallery;

/// <summary>The whole site: its pages, its style and scripts, and the one copy of plotly.js.</summary>
internal static class GallerySite
{
    /// <summary>Makes every file of the site.</summary>
    /// <param name="source">What it shows.</param>
    /// <returns>Content by path, relative, with '/'.</returns>
    public static IReadOnlyDictionary<string, byte[]> Build(GallerySource source)
    {
        var files = new Dictionary<string, byte[]>
        {
            ["assets/base.css"] = Encoding.UTF8.GetBytes(HtmlExporter.Style),
            ["assets/figures.js"] = Encoding.UTF8.GetBytes(HtmlExporter.FigureScript),
            ["assets/site.css"] = Asset("site.css"),
            ["assets/site.js"] = Asset("site.js"),
        };
        if (source.PlotlyScript is { } plotlyScript)
            files["assets/plotly.min.js"] = File.ReadAllBytes(plotlyScript);
        foreach (var page in Pages(source))
            files[page.Path] = Encoding.UTF8.GetBytes(page.ToText());
        return files;
    }

    private static IEnumerable<SitePage> Pages(GallerySource source)
    {
        yield return IndexPage.Create(source);
        yield return EffectsPage.Create(source);
        foreach (var card in source.Ledger.Cards)
            yield return PaperPage.Create(source, card);
        foreach (var notebook in source.Notebooks)
            yield return NotebookPage.Create(source, notebook);
        foreach (var comparison in source.Notebooks.Where(notebook => notebook.IsComparison))
            yield return ComparisonPage.Create(source, comparison);
    }

    private static byte[] Asset(string name)
    {
        using var stream = typeof(GallerySite).Assembly.GetManifestResourceStream($"gallery/{name}")!;
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }
}

using Workbench.Notebooks.Html;

namespace Workbench.Cli.Gallery;

/// <summary>A comparison across papers: what a <c>compare-*.ipynb</c> says and draws, without its code.</summary>
internal static class ComparisonPage
{
    public static SitePage Create(GallerySource source, SourceNotebook notebook)
    {
        var path = SiteMap.Comparison(notebook.Path);
        var outputs = new OutputMarkup(source.PlotlyScript is not null);
        var story = NotebookFigures.Story(source, notebook, path, outputs);
        return new(path, notebook.Title, $"""
            <p class="meta">Comparison · <a href="{SiteMap.Link(path, SiteMap.Notebook(notebook.Path))}">Executed notebook</a></p>
            {story}
            """)
        { Figures = Html.Trusted(outputs.Figures) };
    }
}

using Workbench.Notebooks.Format;

namespace Workbench.Notebooks.Html;

/// <summary>Turns a notebook into one HTML page that needs nothing else: no network, no second file.</summary>
public static class HtmlExporter
{
    /// <summary>The page; <paramref name="plotlyScript"/> is the path of a plotly.js bundle, put in when a figure needs it.</summary>
    public static string Export(NotebookDocument document, string? title = null, string? plotlyScript = null)
    {
        ArgumentNullException.ThrowIfNull(document);
        throw new NotImplementedException();
    }
}

using System.Text.Json.Nodes;
using Workbench.Notebooks.Format;
using Workbench.Notebooks.Html;

namespace Workbench.Cli.Gallery;

/// <summary>The figures and pictures of a saved notebook, each under the heading and with the words that stand before it there.</summary>
internal static class NotebookFigures
{
    private static readonly string[] Shown = ["application/vnd.plotly.v1+json", "image/png", "image/jpeg", "image/gif", "image/webp", "image/svg+xml"];

    /// <summary>Writes the figures of a notebook.</summary>
    /// <param name="source">The site.</param>
    /// <param name="notebook">The notebook.</param>
    /// <param name="page">The page they will stand on.</param>
    /// <param name="outputs">Renders outputs and collects the figures' data.</param>
    public static Html Create(GallerySource source, SourceNotebook notebook, string page, OutputMarkup outputs)
    {
        var markup = Html.Empty;
        var heading = "";
        var isNew = false;
        NotebookCell? before = null;
        foreach (var cell in notebook.Document.Cells)
        {
            if (cell.Kind == CellKind.Markdown && Heading(cell) is { } found)
                (heading, isNew) = (found, true);
            foreach (var output in cell.Outputs.Where(IsFigure))
            {
                var words = before?.Kind == CellKind.Markdown ? Words(before) : "";
                markup = $"""
                    {markup}{Html.When(isNew, $"<h3>{Prose.Line(heading)}</h3>\n")}<figure class="chart">{Html.When(words.Length > 0, $"<figcaption>{source.Prose.Render(words, notebook.Path, page, shift: 3)}</figcaption>\n")}{Html.Trusted(outputs.Render(output))}</figure>

                    """;
                (isNew, before) = (false, null);
            }

            before = cell;
        }

        return markup;
    }

    /// <summary>A comparison's story: its Markdown and its figures, without code.</summary>
    public static Html Story(GallerySource source, SourceNotebook notebook, string page, OutputMarkup outputs) => Html.Join("",
        notebook.Document.Cells.Select(cell => cell.Kind == CellKind.Markdown
            ? (Html)$"<div class=\"markdown\">{source.Prose.Render(cell.Source, notebook.Path, page)}</div>\n"
            : Html.Join("", cell.Outputs.Where(IsFigure).Select(output => (Html)$"<figure class=\"chart\">{Html.Trusted(outputs.Render(output))}</figure>\n"))));

    private static bool IsFigure(NotebookOutput output) =>
        output.Data is { } data && Shown.Any(type => data[type] is { } content && (type != Shown[0] || content is JsonObject));

    private static string? Heading(NotebookCell cell) =>
        cell.Source.Split('\n').LastOrDefault(line => line.StartsWith("## ", StringComparison.Ordinal))?[3..].Trim();

    private static string Words(NotebookCell cell) => string.Join('\n', cell.Source.Split('\n').Where(line => !line.StartsWith('#'))).Trim();
}

using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Workbench.Notebooks.Format;
using static Microsoft.DotNet.Interactive.Formatting.Html;

namespace Workbench.Notebooks.Html;

/// <summary>
/// Turns a notebook into one HTML page that needs nothing else: no network, no second file. The page forbids itself to load anything and
/// to run any script but ours, so outputs of notebooks from elsewhere are shown and do nothing.
/// </summary>
public static class HtmlExporter
{
    /// <summary>The page.</summary>
    /// <param name="document">The notebook, as executed.</param>
    /// <param name="title">Title of the page; null for the notebook's first heading.</param>
    /// <param name="plotlyScript">Path of a plotly.js bundle, put in once when a figure needs it; without it figures show as image or text.</param>
    /// <exception cref="FileNotFoundException">There is no such bundle.</exception>
    public static string Export(NotebookDocument document, string? title = null, string? plotlyScript = null)
    {
        ArgumentNullException.ThrowIfNull(document);
        var hasFigures = plotlyScript is not null && document.Cells.SelectMany(cell => cell.Outputs).Any(OutputMarkup.HasFigure);
        var outputs = new OutputMarkup(hasFigures);
        var cells = Cells(document, outputs);

        // A script may run only with this word, which content cannot know: it is the content's own hash.
        var nonce = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(cells + outputs.Figures)))[..32];
        return $"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data: blob:; script-src 'nonce-{nonce}'; base-uri 'none'; form-action 'none'">
            <meta name="referrer" content="no-referrer">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <meta name="generator" content="Workbench">
            <title>{Encode(title ?? document.Title ?? "Notebook")}</title>
            <style>
            {Style}
            </style>
            </head>
            <body>
            <main>
            {cells}</main>
            {(hasFigures ? Figures(outputs.Figures, plotlyScript!, nonce) : "")}</body>
            </html>

            """;
    }

    /// <summary>The style of the page.</summary>
    public static string Style => Resource("page.css");

    /// <summary>
    /// The script that draws the figures of a page: those whose data stands in the page, at once when plotly.js is there, else each when it
    /// comes near the window, with plotly.js fetched from the address in the script element's <c>data-plotly</c>.
    /// </summary>
    public static string FigureScript => Resource("figures.js");

    /// <summary>The cells one after the other, cleaned, for a page of another frame.</summary>
    /// <param name="document">The notebook, as executed.</param>
    /// <param name="outputs">Renders the outputs and collects the data of their figures.</param>
    public static string Cells(NotebookDocument document, OutputMarkup outputs)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(outputs);
        var cells = new StringBuilder();
        var language = NotebookLanguage.DefaultOf(document) ?? NotebookLanguage.CSharp;
        foreach (var cell in document.Cells)
            Write(cells, cell, NotebookLanguage.Chosen(cell.Source.Split('\n', 2)[0].TrimEnd()) ?? NotebookLanguage.Of(cell) ?? language, outputs);
        return cells.ToString();
    }

    private static void Write(StringBuilder html, NotebookCell cell, string language, OutputMarkup outputs)
    {
        switch (cell.Kind)
        {
            case CellKind.Markdown:
                html.Append($"<section class=\"markdown\">\n{MarkdownMarkup.Render(cell.Source, cell.Json["attachments"] as JsonObject)}</section>\n");
                break;
            case CellKind.Raw:
                html.Append($"<section class=\"raw\"><pre>{Encode(cell.Source)}</pre></section>\n");
                break;
            default:
                var number = cell.ExecutionCount is { } count ? $"[{count}]" : "[ ]";
                html.Append($"<section class=\"code\">\n<div class=\"number\">{number}</div><pre class=\"source\"><code>{(NotebookLanguage.IsCSharp(language) ? CSharpMarkup.Render(cell.Source) : Encode(cell.Source))}</code></pre>\n");
                if (cell.Outputs.Count > 0)
                    html.Append($"<div class=\"outputs\">\n{string.Concat(cell.Outputs.Select(output => outputs.Render(output) + "\n"))}</div>\n");
                html.Append("</section>\n");
                break;
        }
    }

    private static string Figures(string data, string plotlyScript, string nonce)
    {
        // No text of the bundle may look like the end of its element.
        var bundle = File.ReadAllText(plotlyScript).Replace("</script", "<\\/script", StringComparison.OrdinalIgnoreCase).Replace("<!--", "<\\!--");
        return $"{data}<script nonce=\"{nonce}\">\n{bundle}\n</script>\n<script nonce=\"{nonce}\">\n{FigureScript}</script>\n";
    }

    private static string Resource(string name)
    {
        using var reader = new StreamReader(typeof(HtmlExporter).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}

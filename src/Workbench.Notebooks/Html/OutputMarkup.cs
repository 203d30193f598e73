using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Workbench.Notebooks.Format;
using static Microsoft.DotNet.Interactive.Formatting.Html;

namespace Workbench.Notebooks.Html;

/// <summary>Stored outputs as HTML: of several MIME types the richest that can be shown safely.</summary>
/// <param name="hasPlotly">Whether the page draws figures; else their pictures or texts are shown.</param>
public sealed partial class OutputMarkup(bool hasPlotly)
{
    private const string PlotlyType = "application/vnd.plotly.v1+json";

    private readonly StringBuilder _figures = new();
    private int _count;

    /// <summary>The data of the figures met, as script elements that hold JSON.</summary>
    public string Figures => _figures.ToString();

    internal static bool HasFigure(NotebookOutput output) => output.Data?[PlotlyType] is JsonObject;

    /// <summary>One output, cleaned; a figure becomes a place to draw it, with its picture until then.</summary>
    /// <param name="output">As stored in a notebook.</param>
    public string Render(NotebookOutput output)
    {
        if (output.Type == "stream")
            return $"<pre class=\"stream {(output.StreamName == "stderr" ? "stderr" : "stdout")}\">{AnsiMarkup.Render(output.Text.TrimEnd('\n'))}</pre>";
        if (output.Error is { } error)
            return RenderError(error);
        return output.Data is { } data ? RenderData(output, data) : "";
    }

    private static string RenderError(CellError error)
    {
        var lines = error.Traceback.Count > 0 ? string.Join('\n', error.Traceback) : $"{error.Name}: {error.Message}";
        return $"<pre class=\"error\">{AnsiMarkup.Render(lines)}</pre>";
    }

    private string RenderData(NotebookOutput output, JsonObject data)
    {
        if (data[PlotlyType] is JsonObject figure && hasPlotly)
            return Figure(figure, output);
        foreach (var image in (string[])["image/png", "image/jpeg", "image/gif", "image/webp"])
        {
            if (output.TextOf(image) is { } base64)
                return Image(image, base64.Replace("\n", ""), output);
        }
        if (output.TextOf("image/svg+xml") is { } svg)
            return Image("image/svg+xml", Convert.ToBase64String(Encoding.UTF8.GetBytes(svg)), output);
        if (output.TextOf("text/vnd.mermaid") is { } diagram)
            return $"<figure class=\"diagram\"><figcaption>Mermaid</figcaption><pre>{Encode(diagram.Trim())}</pre></figure>";
        if (output.TextOf("text/html") is { } html)
            return Html(html, output);
        if (output.TextOf("text/markdown") is { } markdown)
            return $"<div class=\"markdown\">{MarkdownMarkup.Render(markdown)}</div>";
        if (output.TextOf("text/latex") is { } latex)
            return LatexMarkup.Render(latex);
        if (data["application/json"] is { } json)
            return JsonMarkup.Render(json);
        return output.TextOf("text/plain") is { } text ? $"<pre class=\"value\">{AnsiMarkup.Render(text)}</pre>" : "";
    }

    /// <summary>HTML without what acts; where that was all there is, the plain text, and in any case a word about it.</summary>
    private static string Html(string html, NotebookOutput output)
    {
        var cleaned = HtmlSanitizer.Clean(html, out var isReduced);
        if (!isReduced)
            return $"<div class=\"html\">{cleaned}</div>";
        var isEmpty = Tag().Replace(cleaned, "").Trim().Length == 0 && !cleaned.Contains("<img", StringComparison.Ordinal) && !cleaned.Contains("<svg", StringComparison.Ordinal);
        var text = isEmpty && output.TextOf("text/plain") is { } plain && plain != html ? $"<pre class=\"value\">{AnsiMarkup.Render(plain)}</pre>" : "";
        return $"<div class=\"html\">{(isEmpty ? "" : cleaned)}</div>{text}<p class=\"reduced\">Part of this output is a script or a frame; this page shows it and runs nothing.</p>";
    }

    [GeneratedRegex("<style[^>]*>[^<]*</style>|<[^>]*>")]
    private static partial Regex Tag();

    private string Figure(JsonObject figure, NotebookOutput output)
    {
        var id = $"figure-{++_count}";
        // Escaped so that no text in the data can end the element; the default encoder does that for <, > and &.
        _figures.Append($"<script type=\"application/json\" id=\"{id}-data\">{figure.ToJsonString()}</script>\n");
        // Shown until the figure is drawn, and where no script runs.
        var picture = output.TextOf("image/png") is { } png ? Image("image/png", png.Replace("\n", ""), output) : $"<p>{Label(output, "figure")}</p>";
        return $"<div class=\"figure\" id=\"{id}\" role=\"group\" aria-label=\"{Label(output, "figure")}\">{picture}</div>";
    }

    /// <summary>What an output shows, in words: its plain text without plotly's few tags.</summary>
    private static string Label(NotebookOutput output, string otherwise) =>
        Encode(PlotlyTag().Replace(output.TextOf("text/plain")?.Trim() ?? otherwise, ""));

    [GeneratedRegex("</?(?:sub|sup|i|b|br)>")]
    private static partial Regex PlotlyTag();

    private static string Image(string mimeType, string base64, NotebookOutput output)
    {
        var label = Label(output, "image");
        var size = output.Json["metadata"]?[mimeType] as JsonObject;
        return $"<img class=\"picture\" alt=\"{label}\"{Pixels(size, "width")}{Pixels(size, "height")} src=\"data:{mimeType};base64,{Encode(base64)}\">";
    }
    private static string Pixels(JsonObject? size, string name) =>
        size?[name] is JsonValue value && value.TryGetValue<int>(out var pixels) ? $" {name}=\"{pixels}\"" : "";
}

using System.Text;
using System.Text.Json;
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
        if (output.TextOf("text/html") is { } html)
            return $"<div class=\"html\">{HtmlSanitizer.Clean(html)}</div>";
        if (output.TextOf("text/markdown") is { } markdown)
            return $"<div class=\"markdown\">{MarkdownMarkup.Render(markdown)}</div>";
        if (output.TextOf("text/latex") is { } latex)
            return $"<div class=\"formula\">{Tex.TexToMathMl.Convert(latex.Trim().Trim('$'), isDisplay: true)}</div>";
        if (data["application/json"] is { } json)
            return $"<pre class=\"value\">{Encode(json.ToJsonString(new JsonSerializerOptions { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))}</pre>";
        return output.TextOf("text/plain") is { } text ? $"<pre class=\"value\">{AnsiMarkup.Render(text)}</pre>" : "";
    }

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
        var width = size?["width"] is JsonValue value && value.TryGetValue<int>(out var pixels) ? $" width=\"{pixels}\"" : "";
        return $"<img class=\"picture\" alt=\"{label}\"{width} src=\"data:{mimeType};base64,{Encode(base64)}\">";
    }
}

using System.Text.Json.Nodes;
using Markdig;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using Workbench.Notebooks.Format;

namespace Workbench.Notebooks.Html;

/// <summary>Markdown as HTML: tables, footnotes, task lists and the other common extensions, formulas as MathML, attachments in place.</summary>
public static class MarkdownMarkup
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().UseAdvancedExtensions().Use<MathRenderer>().Build();

    /// <summary>Renders Markdown and cleans the result: nothing in it runs or loads.</summary>
    /// <param name="markdown">The text.</param>
    /// <param name="attachments">Images that belong to it, by name.</param>
    public static string Render(string markdown, JsonObject? attachments = null)
    {
        var document = Markdown.Parse(FormulaBlocks.Normalise(markdown), Pipeline);
        foreach (var image in document.Descendants<LinkInline>())
        {
            if (image.Url?.StartsWith("attachment:", StringComparison.Ordinal) == true && attachments?[Uri.UnescapeDataString(image.Url["attachment:".Length..])] is JsonObject { Count: > 0 } data)
                image.Url = $"data:{data.First().Key};base64,{MultilineText.Read(data.First().Value).Replace("\n", "")}";
        }
        return HtmlSanitizer.Clean(document.ToHtml(Pipeline));
    }
}

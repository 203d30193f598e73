using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Markdig;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using Workbench.Notebooks.Format;
using static Microsoft.DotNet.Interactive.Formatting.Html;

namespace Workbench.Notebooks.Html;

/// <summary>Markdown as HTML: tables, footnotes, task lists and the other common extensions, formulas as MathML, attachments in place.</summary>
public static partial class MarkdownMarkup
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().UseAdvancedExtensions().Use<MathRenderer>().Build();

    /// <summary>Renders Markdown and cleans the result: nothing in it runs or loads.</summary>
    /// <param name="markdown">The text.</param>
    /// <param name="attachments">Images that belong to it, by name.</param>
    public static string Render(string markdown, JsonObject? attachments = null)
    {
        if (Nested().IsMatch(markdown))
            return $"<pre>{Encode(markdown)}</pre>";
        MarkdownDocument document;
        try
        {
            document = Markdown.Parse(FormulaBlocks.Normalise(markdown), Pipeline);
        }
        catch (ArgumentException)
        {
            // Nested more deeply than the parser follows.
            return $"<pre>{Encode(markdown)}</pre>";
        }
        foreach (var image in document.Descendants<LinkInline>())
        {
            if (image.Url?.StartsWith("attachment:", StringComparison.Ordinal) == true && attachments?[Uri.UnescapeDataString(image.Url["attachment:".Length..])] is JsonObject { Count: > 0 } data)
                image.Url = $"data:{data.First().Key};base64,{MultilineText.Read(data.First().Value).Replace("\n", "")}";
        }
        return HtmlSanitizer.Clean(document.ToHtml(Pipeline));
    }

    /// <summary>A line that opens more quotations and lists inside each other than anybody writes.</summary>
    [GeneratedRegex(@"^(?:[ \t]*(?:>|[*+-][ \t]|[0-9]+[.)][ \t])){100}", RegexOptions.Multiline | RegexOptions.NonBacktracking)]
    private static partial Regex Nested();
}

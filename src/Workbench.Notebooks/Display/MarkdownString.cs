using Workbench.Notebooks.Html;

namespace Microsoft.DotNet.Interactive.Formatting;

/// <summary>Markdown, shown rendered: <c>new MarkdownString("**bold** and $x^2$")</c>.</summary>
public sealed class MarkdownString(string markdown) : IMimeContent
{
    private readonly string _markdown = markdown ?? throw new ArgumentNullException(nameof(markdown));

    string IMimeContent.MimeType => "text/markdown";

    string IMimeContent.Content => _markdown;

    /// <summary>Marks a text as Markdown.</summary>
    public static implicit operator MarkdownString(string markdown) => new(markdown);

    /// <summary>
    /// A value as Markdown shows it literally: what means something in Markdown or HTML is escaped. For values put into a text:
    /// <c>new MarkdownString($"- {MarkdownString.Escape(name)}")</c>.
    /// </summary>
    public static string Escape(string? text) => text is null ? "" : string.Concat(text.Select(character =>
        "\\`*_{}[]()<>#+-.!|~$&=:".Contains(character) ? $"\\{character}" : character is '\n' or '\r' ? " " : character.ToString()));

    /// <summary>The source.</summary>
    public override string ToString() => _markdown;

    void IMimeContent.WriteHtml(FormatContext context) => context.Writer.Write(MarkdownMarkup.Render(_markdown));
}

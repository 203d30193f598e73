using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Workbench.Notebooks.Intelligence.Documentation;

/// <summary>The text of a documentation comment for consoles, in Markdown and in HTML.</summary>
internal static partial class DocumentationText
{
    /// <summary>Renders what is inside an element such as <c>summary</c>.</summary>
    public static (string Plain, string Markdown, string Html) Of(XElement element)
    {
        var (plain, markdown, html) = (new StringBuilder(), new StringBuilder(), new StringBuilder());
        Write(element, plain, markdown, html);
        return (Trimmed(plain), Trimmed(markdown), html.ToString().Trim());
    }

    /// <summary>A reference as code spells it: <c>M:System.String.Join(System.String)</c> is <c>String.Join</c>.</summary>
    public static string Reference(string cref)
    {
        var name = cref.Length > 2 && cref[1] == ':' ? cref[2..] : cref;
        name = name.Split('(')[0];
        name = Arity().Replace(name, "").Replace("#ctor", "new").Replace('{', '<').Replace('}', '>');
        var parts = name.Split('.');
        var isMember = cref.StartsWith("M:", StringComparison.Ordinal) || cref.StartsWith("P:", StringComparison.Ordinal) || cref.StartsWith("F:", StringComparison.Ordinal) || cref.StartsWith("E:", StringComparison.Ordinal);
        return cref.StartsWith("N:", StringComparison.Ordinal) ? name : string.Join('.', parts.TakeLast(isMember ? 2 : 1));
    }

    private static void Write(XElement element, StringBuilder plain, StringBuilder markdown, StringBuilder html)
    {
        foreach (var node in element.Nodes())
        {
            switch (node)
            {
                case XText text:
                    Text(WhiteSpace().Replace(text.Value, " "));
                    break;
                case XElement { Name.LocalName: "c" or "tt" } code:
                    Code(code.Value);
                    break;
                case XElement { Name.LocalName: "see" or "seealso" } see:
                    Code(see.Attribute("langword")?.Value ?? (see.Attribute("cref") is { } cref ? Reference(cref.Value) : see.Value is { Length: > 0 } label ? label : see.Attribute("href")?.Value ?? ""));
                    break;
                case XElement { Name.LocalName: "paramref" or "typeparamref" } name:
                    Code(name.Attribute("name")?.Value ?? "");
                    break;
                case XElement { Name.LocalName: "code" } block:
                    Block(block.Value.Trim('\r', '\n'));
                    break;
                case XElement { Name.LocalName: "br" }:
                    Break("\n", "<br>");
                    break;
                case XElement { Name.LocalName: "item" } item:
                    Break("\n", "<br>");
                    Text("- ");
                    Write(item, plain, markdown, html);
                    break;
                case XElement { Name.LocalName: "term" } term when term.ElementsAfterSelf("description").Any():
                    Write(term, plain, markdown, html);
                    Text(": ");
                    break;
                case XElement { Name.LocalName: "para" or "p" or "list" } paragraph:
                    Break("\n\n", "<br><br>");
                    Write(paragraph, plain, markdown, html);
                    Break("\n\n", "<br><br>");
                    break;
                case XElement other:
                    Write(other, plain, markdown, html);
                    break;
            }
        }

        void Text(string text)
        {
            var isStart = plain.Length == 0 || plain[^1] is '\n' or ' ';
            text = isStart ? text.TrimStart(' ') : text;
            plain.Append(text);
            markdown.Append(MarkdownSpecial().Replace(text, @"\$0"));
            html.Append(WebUtility.HtmlEncode(text));
        }

        void Code(string text)
        {
            if (text.Length == 0)
                return;
            plain.Append(text);
            markdown.Append(text.Contains('`') ? text : $"`{text}`");
            html.Append("<code>").Append(WebUtility.HtmlEncode(text)).Append("</code>");
        }

        void Block(string text)
        {
            plain.Append("\n\n").Append(text).Append("\n\n");
            markdown.Append("\n\n```csharp\n").Append(text).Append("\n```\n\n");
            html.Append("<pre><code>").Append(WebUtility.HtmlEncode(text)).Append("</code></pre>");
        }

        void Break(string text, string tag)
        {
            if (plain.Length == 0)
                return;
            plain.Append(text);
            markdown.Append(text);
            html.Append(tag);
        }
    }

    private static string Trimmed(StringBuilder text) => Breaks().Replace(SpacesAtEnd().Replace(text.ToString(), "\n"), "\n\n").Trim();

    [GeneratedRegex(@"\s+")]
    private static partial Regex WhiteSpace();

    [GeneratedRegex("`+[0-9]+")]
    private static partial Regex Arity();

    [GeneratedRegex(@"[\\`*_<\[\]]")]
    private static partial Regex MarkdownSpecial();

    [GeneratedRegex(" +\n")]
    private static partial Regex SpacesAtEnd();

    [GeneratedRegex("\n{3,}")]
    private static partial Regex Breaks();
}

using System.Net;
using System.Text;
using System.Xml.Linq;

namespace Workbench.Notebooks.Intelligence.Documentation;

/// <summary>Writes an inspection in three forms at once.</summary>
internal sealed class InspectionWriter
{
    private readonly StringBuilder _plain = new();
    private readonly StringBuilder _markdown = new();
    private readonly StringBuilder _html = new();

    /// <summary>Lines of C#.</summary>
    public void Code(string code)
    {
        Separate();
        _plain.Append(code).Append('\n');
        _markdown.Append("```csharp\n").Append(code).Append("\n```\n");
        _html.Append("<pre><code>").Append(WebUtility.HtmlEncode(code)).Append("</code></pre>");
    }

    /// <summary>A title over what follows.</summary>
    public void Title(string title)
    {
        Separate();
        _plain.Append(title).Append(":\n");
        _markdown.Append("**").Append(title).Append("**\n\n");
        _html.Append("<p><b>").Append(title).Append("</b></p>");
    }

    /// <summary>A paragraph of a documentation comment.</summary>
    public void Paragraph(XElement content)
    {
        var (plain, markdown, html) = DocumentationText.Of(content);
        if (plain.Length == 0)
            return;
        if (!_plain.ToString().EndsWith(":\n", StringComparison.Ordinal))
            Separate();
        _plain.Append(plain).Append('\n');
        _markdown.Append(markdown).Append('\n');
        _html.Append("<p>").Append(html).Append("</p>");
    }

    /// <summary>A name and what a documentation comment says of it.</summary>
    public void Item(string name, XElement content)
    {
        var (plain, markdown, html) = DocumentationText.Of(content);
        _plain.Append("  ").Append(name).Append(": ").Append(plain.Replace("\n", "\n    ")).Append('\n');
        _markdown.Append("- `").Append(name).Append("`: ").Append(markdown.Replace("\n", "\n  ")).Append('\n');
        _html.Append("<p><code>").Append(WebUtility.HtmlEncode(name)).Append("</code>: ").Append(html).Append("</p>");
    }

    /// <summary>What has been written; null when nothing has.</summary>
    public Inspection? ToInspection() => _plain.Length == 0 ? null : new Inspection(_plain.ToString().TrimEnd(), _markdown.ToString().TrimEnd(), _html.ToString());

    private void Separate()
    {
        if (_plain.Length == 0)
            return;
        _plain.Append('\n');
        _markdown.Append('\n');
    }
}

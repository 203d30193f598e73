using System.Text.Json.Nodes;
using Workbench.Notebooks.Html;

namespace Workbench.Notebooks.Kernels.Languages;

/// <summary>Markdown, with tables, formulas and the other common extensions.</summary>
internal sealed class MarkdownKernel() : BrowserKernel("markdown", "md")
{
    public override MagicSyntax Syntax => new(Name, "Shows the rest of the cell as Markdown.") { Aliases = Aliases };

    protected override JsonObject Show(string text) => new()
    {
        ["text/html"] = MarkdownMarkup.Render(text),
        ["text/markdown"] = text,
        ["text/plain"] = text,
    };
}

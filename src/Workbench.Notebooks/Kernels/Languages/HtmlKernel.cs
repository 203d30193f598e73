using System.Text.Json.Nodes;
using Workbench.Notebooks.Display;

namespace Workbench.Notebooks.Kernels.Languages;

/// <summary>HTML, shown as it is.</summary>
internal sealed class HtmlKernel() : BrowserKernel("html")
{
    public override MagicSyntax Syntax => new(Name, "Shows the rest of the cell as HTML.");

    protected override JsonObject Show(string text) => MimeBundle.Raw(text, "text/html");
}

using System.Text.Json.Nodes;
using Workbench.Notebooks.Display;

namespace Workbench.Notebooks.Kernels.Languages;

/// <summary>Style sheets for the page.</summary>
internal sealed class CssKernel() : BrowserKernel("css")
{
    public override MagicSyntax Syntax => new(Name, "Adds the rest of the cell to the page as a style sheet.");

    protected override JsonObject Show(string text) => MimeBundle.Raw($"<style>{text}</style>", "text/html");
}

using System.Text.Json.Nodes;

namespace Workbench.Notebooks.Kernels.Languages;

/// <summary>
/// Mermaid diagrams, drawn by front ends that can (JupyterLab and Notebook from 4.1 and 7.1, VS Code with a renderer for Mermaid); others show the source.
/// There is no HTML among the forms on purpose: front ends would prefer it to the diagram, and drawing in HTML would need a script from elsewhere.
/// </summary>
internal sealed class MermaidKernel() : BrowserKernel("mermaid")
{
    private const string Unused = "Understood for notebooks of .NET Interactive; the front end decides.";

    public override MagicSyntax Syntax => new(Name, "Shows the rest of the cell as a Mermaid diagram.",
        new MagicOption("--display-width", "width", Unused),
        new MagicOption("--display-height", "height", Unused),
        new MagicOption("--display-background-color", "colour", Unused));

    protected override JsonObject Show(string text)
    {
        // A fence longer than any in the text cannot be closed by it.
        var fence = "```";
        while (text.Contains(fence, StringComparison.Ordinal))
            fence += '`';
        return new JsonObject
        {
            ["text/vnd.mermaid"] = text,
            ["text/markdown"] = $"{fence}mermaid\n{text}\n{fence}",
            ["text/plain"] = text,
        };
    }
}

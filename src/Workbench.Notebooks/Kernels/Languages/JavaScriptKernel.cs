using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Formatting;
using Workbench.Notebooks.Display;

namespace Workbench.Notebooks.Kernels.Languages;

/// <summary>JavaScript, run by front ends that run scripts of notebooks.</summary>
internal sealed partial class JavaScriptKernel() : BrowserKernel("javascript", "js"), ISubkernel
{
    public override MagicSyntax Syntax => new(Name, "Sends the rest of the cell to the front end as a script.") { Aliases = Aliases };

    /// <summary>Declares a variable of the page, as JSON.</summary>
    public void SetValue(string name, object? value, Type type)
    {
        if (!Identifier().IsMatch(name))
            throw new MagicException($"'{name}' is not a name for a variable in JavaScript");
        // "</script>" in a text would end the script, whatever it stands in.
        var json = value.ToDisplayString(JsonFormatter.MimeType).Replace("<", "\\u003c");
        KernelInvocationContext.Required.DisplayAs(Script($"var {name} = {json};"), HtmlFormatter.MimeType);
    }

    protected override JsonObject Show(string text) => MimeBundle.Raw(Script(text), HtmlFormatter.MimeType);

    private static string Script(string text) => $"<script type=\"text/javascript\">{text}</script>";

    [GeneratedRegex(@"^[\p{L}_$][\p{L}\p{N}_$]*$")]
    private static partial Regex Identifier();
}

using Microsoft.AspNetCore.Html;
using Microsoft.DotNet.Interactive.Formatting;
using Workbench.Notebooks.Engine;

namespace Microsoft.DotNet.Interactive;

/// <summary>What cells can call without naming a class.</summary>
public abstract class Kernel
{
    private protected Kernel()
    {
    }

    /// <summary>Shows a value, in the MIME types given or those preferred for its type.</summary>
    public static DisplayedValue display(object? value, params string[] mimeTypes) => KernelInvocationContext.Required.Display(value, mimeTypes);

    /// <summary>Marks a text as HTML, so that it is shown as it is.</summary>
    public static IHtmlContent HTML(string content) => content.ToHtmlContent();

    /// <summary>Sends a script to the front end; front ends that do not run scripts of notebooks ignore it.</summary>
    public static DisplayedValue Javascript(string content) =>
        KernelInvocationContext.Required.DisplayAs($"<script type=\"text/javascript\">{content}</script>", HtmlFormatter.MimeType);

    /// <summary>Adds a style sheet to the page.</summary>
    public static DisplayedValue CSS(string content) =>
        KernelInvocationContext.Required.DisplayAs($"<style>{content}</style>", HtmlFormatter.MimeType);

    /// <summary>Removes the outputs of the cell so far; <paramref name="wait"/> keeps them until the next output comes.</summary>
    public static void clear_output(bool wait = false) => CellScope.Current?.ClearOutput(wait);
}

using Microsoft.AspNetCore.Html;
using Microsoft.DotNet.Interactive.Formatting;
using Workbench.Notebooks.Engine;

namespace Microsoft.DotNet.Interactive;

/// <summary>What cells can call without naming a class.</summary>
public partial class Kernel
{
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

    /// <summary>Asks the person at the front end for a line of text.</summary>
    /// <param name="prompt">The question.</param>
    /// <param name="typeHint">What is asked for; <c>password</c> hides what is typed.</param>
    /// <param name="cancellationToken">Ends the question before it is asked.</param>
    /// <exception cref="InvalidOperationException">Nobody can answer.</exception>
    public static Task<string> GetInputAsync(string prompt = "", string typeHint = "text", CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(Ask(prompt, typeHint == "password"));
    }

    /// <summary>Asks the person at the front end for a password.</summary>
    /// <exception cref="InvalidOperationException">Nobody can answer.</exception>
    public static Task<PasswordString> GetPasswordAsync(string prompt = "", CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(password(prompt));
    }

    /// <summary>Asks the person at the front end for a line of text.</summary>
    /// <exception cref="InvalidOperationException">Nobody can answer.</exception>
    public static string input(string prompt = "") => Ask(prompt, isPassword: false);

    /// <summary>Asks the person at the front end for a password.</summary>
    /// <exception cref="InvalidOperationException">Nobody can answer.</exception>
    public static PasswordString password(string prompt = "") => new(Ask(prompt, isPassword: true));

    /// <summary>Removes the outputs of the cell so far; <paramref name="wait"/> keeps them until the next output comes.</summary>
    public static void clear_output(bool wait = false) => CellScope.Current?.ClearOutput(wait);

    private static string Ask(string prompt, bool isPassword)
    {
        var scope = CellScope.Current ?? throw new InvalidOperationException("Questions can be asked only while a notebook cell runs.");
        return scope.ReadInput(prompt, isPassword) ?? throw new InvalidOperationException("Nobody answers: the front end has no more input.");
    }
}

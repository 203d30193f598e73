using System.Text.Json.Nodes;
using Workbench.Notebooks.Engine;

namespace Workbench.Notebooks.Kernels.Languages;

/// <summary>A language that is not run here: its text is shown, and the front end makes something of it.</summary>
internal abstract class BrowserKernel(string name, params IReadOnlyList<string> aliases) : ISubkernel
{
    public string Name => name;

    public IReadOnlyList<string> Aliases => aliases;

    public abstract MagicSyntax Syntax { get; }

    public Task RunAsync(Submission submission, CellScope scope)
    {
        scope.Display(Show(TrimmedLines(submission.Code)), Guid.NewGuid().ToString("N"));
        return Task.CompletedTask;
    }

    /// <summary>The text in the MIME types for the front end.</summary>
    protected abstract JsonObject Show(string text);

    /// <summary>The text without empty lines before and after it.</summary>
    private static string TrimmedLines(string text)
    {
        var lines = text.ReplaceLineEndings("\n").Split('\n').ToList();
        while (lines.Count > 0 && string.IsNullOrWhiteSpace(lines[0]))
            lines.RemoveAt(0);
        return string.Join('\n', lines).TrimEnd();
    }
}

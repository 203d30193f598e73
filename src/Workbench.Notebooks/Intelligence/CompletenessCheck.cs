using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Workbench.Notebooks.Intelligence;

/// <summary>
/// Decides whether a text can be run. It is unfinished when every syntax error lies at its end, or is a comment, text or directive that
/// has no end; Roslyn's own <c>IsCompleteSubmission</c> takes garbage for unfinished.
/// </summary>
internal static class CompletenessCheck
{
    private const int IndentWidth = 4;

    /// <summary>Comment, verbatim text, raw text, <c>#if</c> and <c>#region</c> without an end: what follows may give them one.</summary>
    private static readonly HashSet<string> Unended = ["CS1035", "CS1039", "CS8997", "CS1027", "CS1038"];

    /// <summary><c>try { }</c> without catch is reported at its brace.</summary>
    private const string TryWithoutCatch = "CS1524";

    public static Completeness Of(CellText text)
    {
        var tree = text.Parse();
        var errors = tree.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).ToList();
        if (errors.Count == 0)
            return new Completeness(CompletenessStatus.Complete);
        var root = tree.GetRoot();
        var last = root.GetLastToken(includeZeroWidth: false, includeSkipped: true);
        var end = last.RawKind == 0 ? 0 : last.Span.End;
        var mayGoOn = errors.All(error => Unended.Contains(error.Id)
            || error.Location.SourceSpan.Start >= end
            || (error.Id == TryWithoutCatch && error.Location.SourceSpan.End >= end));
        // A text whose end is missing swallows the rest, so other errors may sit before it, at what it would have closed.
        return mayGoOn
            ? new Completeness(CompletenessStatus.Incomplete, IndentAfter(root, errors))
            : new Completeness(CompletenessStatus.Invalid);
    }

    private static string IndentAfter(SyntaxNode root, List<Diagnostic> errors)
    {
        // White space inside a text would be part of it.
        if (errors.Any(error => error.Id is "CS1039" or "CS8997"))
            return "";
        var depth = 0;
        foreach (var token in root.DescendantTokens().Where(token => !token.IsMissing))
        {
            if (token.IsKind(SyntaxKind.OpenBraceToken))
                depth++;
            else if (token.IsKind(SyntaxKind.CloseBraceToken))
                depth = Math.Max(0, depth - 1);
        }
        return new string(' ', IndentWidth * depth);
    }
}

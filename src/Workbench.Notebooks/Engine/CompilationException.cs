using Microsoft.CodeAnalysis;
using Workbench.Notebooks.Format;

namespace Workbench.Notebooks.Engine;

/// <summary>A cell that cannot be compiled; nothing of it has run.</summary>
internal sealed class CompilationException : Exception
{
    private readonly IReadOnlyList<string> _lines;

    /// <summary>A message and lines that explain it.</summary>
    public CompilationException(string message, params string[] explanation) : base(message) =>
        _lines = [Colour(message), .. explanation];

    /// <summary>What the compiler said of a cell: at least one error, and any warnings.</summary>
    public CompilationException(IReadOnlyList<Diagnostic> diagnostics) : base(Summary(Errors(diagnostics).First()))
    {
        _lines = [.. Errors(diagnostics).SelectMany(Describe)];
        Diagnostics = [.. diagnostics.Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning).Select(Place)];
    }

    /// <summary>Where the errors and warnings are.</summary>
    public IReadOnlyList<CellDiagnostic> Diagnostics { get; init; } = [];

    public CellError ToError() => new("CompilationError", Message, _lines) { Diagnostics = Diagnostics };

    private static IEnumerable<Diagnostic> Errors(IReadOnlyList<Diagnostic> diagnostics) =>
        diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);

    private static string Summary(Diagnostic error) => $"{PlaceName(error)}: error {error.Id}: {error.GetMessage()}";

    private static IEnumerable<string> Describe(Diagnostic error)
    {
        yield return Colour(Summary(error));
        if (error.Location.SourceTree is not { } tree)
            yield break;
        var start = error.Location.GetLineSpan().StartLinePosition;
        var line = tree.GetText().Lines[start.Line];
        var text = line.ToString();
        yield return "    " + text;
        var length = Math.Clamp(error.Location.SourceSpan.Length, 1, Math.Max(1, line.End - error.Location.SourceSpan.Start));
        // Tabs stay tabs before the caret, so that it stands below its character.
        var before = new string([.. text.Take(start.Character).Select(c => c == '\t' ? '\t' : ' ')]);
        yield return "    " + before + new string('^', length);
    }

    private static CellDiagnostic Place(Diagnostic diagnostic)
    {
        var span = diagnostic.Location.GetLineSpan();
        var (start, end) = (span.StartLinePosition, span.EndLinePosition);
        var severity = diagnostic.Severity == DiagnosticSeverity.Error ? "error" : "warning";
        return new CellDiagnostic(span.Path ?? "", start.Line, start.Character, end.Line, end.Character, severity, diagnostic.Id, diagnostic.GetMessage());
    }

    private static string PlaceName(Diagnostic error)
    {
        var span = error.Location.GetLineSpan();
        return $"{span.Path}, line {span.StartLinePosition.Line + 1}, column {span.StartLinePosition.Character + 1}";
    }

    private static string Colour(string text) => $"\u001b[31m{text}\u001b[0m";
}

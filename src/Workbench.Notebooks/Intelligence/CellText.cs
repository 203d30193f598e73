using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Workbench.Notebooks.Intelligence;

/// <summary>
/// The C# of a cell: lines that speak to the kernel, and those of other languages, are blanked, so that offsets stay the cell's.
/// </summary>
internal sealed partial class CellText
{
    /// <summary>How cells are parsed.</summary>
    public static readonly CSharpParseOptions ParseOptions = new(LanguageVersion.Latest, DocumentationMode.None, SourceCodeKind.Script);

    private readonly IReadOnlyList<(int Start, int End)> _blanked;

    private CellText(string code, IReadOnlyList<string> libraries, IReadOnlyList<(int, int)> blanked)
    {
        _blanked = blanked;
        Code = code;
        Libraries = libraries;
    }

    /// <summary>The C# text, as long as the cell.</summary>
    public string Code { get; }

    /// <summary>What the cell asks for by <c>#r "…"</c>.</summary>
    public IReadOnlyList<string> Libraries { get; }

    /// <summary>True when the place belongs to a line that is not C#.</summary>
    public bool IsBlankedAt(int position) => _blanked.Any(span => span.Start <= position && position <= span.End);

    /// <summary>The text parsed as a script.</summary>
    public SyntaxTree Parse() => CSharpSyntaxTree.ParseText(Code, ParseOptions, "cell");

    /// <summary>Takes the C# out of a cell.</summary>
    /// <param name="cell">Its text.</param>
    /// <param name="languageOf">The language that a word after <c>#!</c> starts, or null when it starts none.</param>
    public static CellText Of(string cell, Func<string, string?> languageOf)
    {
        if (!cell.Contains('#'))
            return new CellText(cell, [], []);
        var libraries = new List<string>();
        var blanked = new List<(int, int)>();
        var text = cell.ToCharArray();
        var isOther = false;
        for (var start = 0; start < cell.Length;)
        {
            var end = cell.IndexOf('\n', start) is >= 0 and var newline ? newline : cell.Length;
            var line = cell.AsSpan(start, end - start);
            if (line.StartsWith("#!"))
                isOther = (languageOf(DirectiveWord(line)) ?? (isOther ? "other" : "csharp")) != "csharp";
            if (isOther || line.StartsWith("#!") || line.StartsWith("#i"))
            {
                // #if is the compiler's.
                if (isOther || !line.StartsWith("#if"))
                    Blank(start, end);
            }
            else if (line.StartsWith("#r") && Library().Match(line.ToString()) is { Success: true } library)
            {
                libraries.Add(library.Groups[1].Value.Trim());
                Blank(start, end);
            }
            start = end + 1;
        }
        return new CellText(new string(text), libraries, blanked);

        void Blank(int start, int end)
        {
            blanked.Add((start, end));
            foreach (ref var c in text.AsSpan(start, end - start))
                c = c == '\r' ? c : ' ';
        }
    }

    /// <summary>The word after <c>#!</c> of a line.</summary>
    public static string DirectiveWord(ReadOnlySpan<char> line)
    {
        var rest = line.Length < 2 ? [] : line[2..];
        var end = rest.IndexOfAny(" \t\r");
        return (end < 0 ? rest : rest[..end]).ToString();
    }

    [GeneratedRegex("""^#r\s*"([^"]*)"?\s*(//.*)?$""")]
    private static partial Regex Library();
}

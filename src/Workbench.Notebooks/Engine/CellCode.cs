using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Workbench.Notebooks.Engine;

/// <summary>The text of a cell, parsed as a C# script, with the lines that speak to the kernel taken out.</summary>
internal sealed partial class CellCode
{
    private static readonly CSharpParseOptions ParseOptions = new(LanguageVersion.Latest, DocumentationMode.None, SourceCodeKind.Script);

    private static readonly string[] CSharpNames = ["csharp", "c#", "C#", "cs"];

    private CellCode(SyntaxTree tree, IReadOnlyList<(int, string)> references, bool isTimed)
    {
        Tree = tree;
        References = references;
        IsTimed = isTimed;
    }

    public SyntaxTree Tree { get; }

    /// <summary><c>#!time</c> asks for the wall time of the cell.</summary>
    public bool IsTimed { get; }

    /// <summary>The libraries asked for by <c>#r "…"</c>, which may stand anywhere in a cell, and their lines from 1.</summary>
    public IReadOnlyList<(int Line, string Library)> References { get; }

    /// <summary>How cells are called in messages and stack traces.</summary>
    public static string Name(int number) => $"Cell [{number}]";

    /// <exception cref="CompilationException">A kernel directive is not known.</exception>
    public static CellCode Parse(string code, int number)
    {
        var lines = code.Split('\n');
        var references = new List<(int, string)>();
        var isTimed = false;
        for (var i = 0; i < lines.Length; i++)
        {
            if (Reference().Match(lines[i]) is { Success: true } reference)
            {
                references.Add((i + 1, reference.Groups[1].Value.Trim()));
                lines[i] = "";
                continue;
            }
            if (!lines[i].StartsWith("#!", StringComparison.Ordinal))
                continue;
            var word = lines[i][2..].Split([' ', '\t', '\r'], 2)[0];
            if (word == "time")
                isTimed = true;
            else if (!CSharpNames.Contains(word))
                throw new CompilationException($"{Name(number)}, line {i + 1}: unknown directive '#!{word}'", "Known here: #!time, #!csharp.");
            // An empty line instead, so that line numbers stay.
            lines[i] = "";
        }
        var text = SourceText.From(string.Join('\n', lines), System.Text.Encoding.UTF8);
        return new CellCode(CSharpSyntaxTree.ParseText(text, ParseOptions, Name(number)), references, isTimed);
    }

    /// <summary>
    /// True when the cell has a value: its last statement is an expression without semicolon that is not void,
    /// or it returns one from the top level.
    /// </summary>
    public bool HasResult(CSharpCompilation compilation)
    {
        var root = Tree.GetCompilationUnitRoot();
        if (root.Members.OfType<GlobalStatementSyntax>().LastOrDefault()?.Statement is ExpressionStatementSyntax { SemicolonToken.IsMissing: true } last)
            return compilation.GetSemanticModel(Tree).GetTypeInfo(last.Expression).ConvertedType?.SpecialType != SpecialType.System_Void;
        return root.DescendantNodes(node => node is CompilationUnitSyntax or GlobalStatementSyntax or (StatementSyntax and not LocalFunctionStatementSyntax))
            .OfType<ReturnStatementSyntax>().Any(statement => statement.Expression is not null);
    }

    [GeneratedRegex("""^#r\s*"([^"]*)"\s*(//.*)?$""")]
    private static partial Regex Reference();
}

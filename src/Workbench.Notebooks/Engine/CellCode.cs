using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Workbench.Notebooks.Engine;

/// <summary>The text of a cell, parsed as a C# script, with the libraries it refers to taken out.</summary>
internal sealed partial class CellCode
{
    private static readonly CSharpParseOptions ParseOptions = new(LanguageVersion.Latest, DocumentationMode.None, SourceCodeKind.Script);

    private CellCode(SyntaxTree tree, IReadOnlyList<(int, string)> references, IReadOnlyList<(int, string)> sources)
    {
        Tree = tree;
        References = references;
        Sources = sources;
    }

    /// <summary>What the author wrote, but for the references.</summary>
    public SyntaxTree Tree { get; }

    /// <summary>The same with checks for interrupts in its loops and functions; null when there is nothing to check.</summary>
    /// <param name="model">What the lambdas of <see cref="Tree"/> become; without it, lambdas that are one expression get no check.</param>
    public SyntaxTree? Guarded(Func<SemanticModel>? model) =>
        GuardInjection.Guarded(Tree, model) is { } text
            ? CSharpSyntaxTree.ParseText(SourceText.From(text, System.Text.Encoding.UTF8), ParseOptions, Tree.FilePath)
            : null;

    /// <summary>The libraries asked for by <c>#r "…"</c>, which may stand anywhere in a cell, and their lines from 1.</summary>
    public IReadOnlyList<(int Line, string Library)> References { get; }

    /// <summary>The package sources named by <c>#i "…"</c>, and their lines from 1.</summary>
    public IReadOnlyList<(int Line, string Source)> Sources { get; }

    /// <summary>Parses the text of the cell called <paramref name="name"/>.</summary>
    public static CellCode Parse(string code, string name)
    {
        var lines = code.Split('\n');
        var references = new List<(int, string)>();
        var sources = new List<(int, string)>();
        for (var i = 0; i < lines.Length; i++)
        {
            if (Reference().Match(lines[i]) is not { Success: true } reference)
                continue;
            (reference.Groups[1].Value == "r" ? references : sources).Add((i + 1, reference.Groups[2].Value.Trim()));
            // An empty line instead, so that line numbers stay.
            lines[i] = "";
        }
        var text = SourceText.From(string.Join('\n', lines), System.Text.Encoding.UTF8);
        return new CellCode(CSharpSyntaxTree.ParseText(text, ParseOptions, name), references, sources);
    }

    /// <summary>
    /// True when the cell has a value: its last statement is an expression without semicolon that is not void,
    /// or it returns one from the top level.
    /// </summary>
    public static bool HasResult(CSharpCompilation compilation)
    {
        // Files that the cell loads come before it.
        var tree = compilation.SyntaxTrees[^1];
        var root = (CompilationUnitSyntax)tree.GetRoot();
        if (root.Members.OfType<GlobalStatementSyntax>().LastOrDefault()?.Statement is ExpressionStatementSyntax { SemicolonToken.IsMissing: true } last)
            return compilation.GetSemanticModel(tree).GetTypeInfo(last.Expression).ConvertedType?.SpecialType != SpecialType.System_Void;
        return root.DescendantNodes(node => node is CompilationUnitSyntax or GlobalStatementSyntax or (StatementSyntax and not LocalFunctionStatementSyntax))
            .OfType<ReturnStatementSyntax>().Any(statement => statement.Expression is not null);
    }

    [GeneratedRegex("""^#([ri])\s*"([^"]*)"\s*(//.*)?$""")]
    private static partial Regex Reference();
}

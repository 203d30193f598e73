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

    private readonly IReadOnlyList<(int Position, string Code)> _disposals;

    private CellCode(SyntaxTree tree, IReadOnlyList<(int, string)> disposals, IReadOnlyList<(int, string)> references, IReadOnlyList<(int, string)> sources)
    {
        _disposals = disposals;
        Tree = tree;
        References = references;
        Sources = sources;
    }

    /// <summary>What the author wrote, but for the references.</summary>
    public SyntaxTree Tree { get; }

    /// <summary>What of it belongs into a library of its own, see <see cref="CellSyntax"/>, with the names of its types; null when nothing does.</summary>
    public SyntaxTree? Library { get; private init; }

    /// <summary>The types of <see cref="Library"/>.</summary>
    public IReadOnlyList<string> LibraryTypes { get; private init; } = [];

    /// <summary>What to put before the types of <see cref="Library"/>, which its author does not see in errors.</summary>
    public IReadOnlyList<(int Position, string Code)> LibraryModifiers { get; private init; } = [];

    /// <summary>Code to put into the script before it is compiled, which its author does not see in errors.</summary>
    public IReadOnlyList<(int Position, string Code)> Disposals => _disposals;

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
        var (text, disposals) = CellSyntax.WithoutUsingDeclarations(string.Join('\n', lines));
        var (script, library, types, modifiers) = CellSyntax.Split(text);
        return new CellCode(ParseText(script, ParseOptions, name), disposals, references, sources)
        {
            Library = library is null ? null : ParseText(library, ParseOptions.WithKind(SourceCodeKind.Regular), name),
            LibraryTypes = types,
            LibraryModifiers = modifiers,
        };
    }

    private static SyntaxTree ParseText(string text, CSharpParseOptions options, string name) =>
        CSharpSyntaxTree.ParseText(SourceText.From(text, System.Text.Encoding.UTF8), options, name);

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

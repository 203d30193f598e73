using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Workbench.Notebooks.Engine;

/// <summary>
/// What C# allows in a file but not in a script is taken out of the text of a cell, every other character staying at its place:
/// <c>using var</c> at the top level becomes <c>var</c> and is disposed of at the end of the cell; namespaces, static classes with
/// extension members and file-local types go, with the types of the cell that they need, into a library.
/// </summary>
internal static partial class CellSyntax
{
    private static readonly CSharpParseOptions Script = new(LanguageVersion.Latest, DocumentationMode.None, SourceCodeKind.Script);
    private static readonly CSharpParseOptions File = Script.WithKind(SourceCodeKind.Regular);

    /// <summary>The text without <c>using</c> before declarations, and the calls that dispose of what they declare, with their positions.</summary>
    public static (string Text, IReadOnlyList<(int Position, string Code)> Disposals) WithoutUsingDeclarations(string text)
    {
        if (!UsingDeclaration().IsMatch(text))
            return (text, []);
        var edits = new TextEdits(text);
        var disposals = new List<(int, string)>();
        var root = (CompilationUnitSyntax)CSharpSyntaxTree.ParseText(text, File).GetRoot();
        foreach (var declaration in root.Members.OfType<GlobalStatementSyntax>().Select(member => member.Statement).OfType<LocalDeclarationStatementSyntax>())
        {
            if (declaration.UsingKeyword.IsKind(SyntaxKind.None))
                continue;
            var isAsync = declaration.AwaitKeyword.IsKind(SyntaxKind.AwaitKeyword);
            edits.Blank(Microsoft.CodeAnalysis.Text.TextSpan.FromBounds(declaration.SpanStart, declaration.UsingKeyword.Span.End));
            disposals.AddRange(declaration.Declaration.Variables.Select(variable =>
                (declaration.Span.End, $"global::{typeof(CellUsings).FullName}.{(isAsync ? nameof(CellUsings.AddAsync) : nameof(CellUsings.Add))}({variable.Identifier.Text});")));
        }
        return (edits.Apply(), disposals);
    }

    /// <summary>
    /// The text of the script and that of the library, null when the cell needs none, with the names of its types and what is to be inserted into it:
    /// types without a modifier are seen by later cells, as they are in scripts.
    /// </summary>
    public static (string Script, string? Library, IReadOnlyList<string> Types, IReadOnlyList<(int Position, string Code)> Modifiers) Split(string text)
    {
        if (!Hoistable().IsMatch(text))
            return (text, null, [], []);
        var root = (CompilationUnitSyntax)CSharpSyntaxTree.ParseText(text, Script).GetRoot();
        var hoisted = root.Members.Where(NeedsLibrary).ToHashSet();
        if (hoisted.Count == 0)
            return (text, null, [], []);
        Close(root, hoisted);
        var script = new TextEdits(text);
        var library = new TextEdits(text);
        foreach (var member in root.Members)
            (hoisted.Contains(member) ? script : library).Blank(member.Span);
        var modifiers = new List<(int, string)>();
        foreach (var type in hoisted.SelectMany(Types))
        {
            if (type.Modifiers.FirstOrDefault(modifier => modifier.IsKind(SyntaxKind.InternalKeyword)) is { RawKind: > 0 } word)
                library.Replace(word.Span, "public".PadRight(word.Span.Length));
            else if (!type.Modifiers.Any(modifier => modifier.Kind() is SyntaxKind.PublicKeyword or SyntaxKind.FileKeyword))
                modifiers.Add((type.AttributeLists.Count > 0 ? type.AttributeLists[^1].GetLastToken().GetNextToken().SpanStart : type.SpanStart, "public "));
        }
        return (script.Apply(), library.Apply(), [.. hoisted.SelectMany(TypeNames)], modifiers);
    }

    private static IEnumerable<MemberDeclarationSyntax> Types(MemberDeclarationSyntax member) =>
        member is BaseNamespaceDeclarationSyntax space ? space.Members.SelectMany(Types) : NameOf(member) is null ? [] : [member];

    private static bool NeedsLibrary(MemberDeclarationSyntax member) => member switch
    {
        BaseNamespaceDeclarationSyntax => true,
        ClassDeclarationSyntax type when type.Modifiers.Any(SyntaxKind.StaticKeyword) && type.Members.Any(IsExtension) => true,
        BaseTypeDeclarationSyntax type => type.Modifiers.Any(SyntaxKind.FileKeyword),
        _ => false,
    };

    private static bool IsExtension(MemberDeclarationSyntax member) =>
        member is ExtensionBlockDeclarationSyntax
        || member is MethodDeclarationSyntax { ParameterList.Parameters: [var first, ..] } && first.Modifiers.Any(SyntaxKind.ThisKeyword);

    /// <summary>Adds the types of the cell that hoisted ones name.</summary>
    private static void Close(CompilationUnitSyntax root, HashSet<MemberDeclarationSyntax> hoisted)
    {
        var types = root.Members.Where(member => member is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax).ToLookup(NameOf);
        var open = new Queue<MemberDeclarationSyntax>(hoisted);
        while (open.TryDequeue(out var member))
        {
            foreach (var name in member.DescendantTokens().Where(token => token.IsKind(SyntaxKind.IdentifierToken)).Select(token => token.ValueText).Distinct())
            {
                foreach (var needed in types[name].Where(hoisted.Add))
                    open.Enqueue(needed);
            }
        }
    }

    private static string? NameOf(MemberDeclarationSyntax member) => (member as BaseTypeDeclarationSyntax)?.Identifier.ValueText ?? (member as DelegateDeclarationSyntax)?.Identifier.ValueText;

    private static IEnumerable<string> TypeNames(MemberDeclarationSyntax member) =>
        member is BaseNamespaceDeclarationSyntax space
            ? space.Members.SelectMany(TypeNames).Select(name => $"{space.Name}.{name}")
            : NameOf(member) is { } name ? [name] : [];

    [GeneratedRegex(@"\busing\s+[^\s(;=][^(;=]*\s@?\w+\s*=", RegexOptions.CultureInvariant)]
    private static partial Regex UsingDeclaration();

    [GeneratedRegex(@"\bnamespace\b|\bfile\b|\bstatic\b[^;{}]*\bclass\b", RegexOptions.CultureInvariant)]
    private static partial Regex Hoistable();
}

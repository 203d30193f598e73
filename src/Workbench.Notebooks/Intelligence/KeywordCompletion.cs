using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Workbench.Notebooks.Intelligence;

/// <summary>The keywords that the grammar lets stand at a place.</summary>
internal static class KeywordCompletion
{
    private static readonly string[] Types =
        ["bool", "byte", "char", "decimal", "double", "dynamic", "float", "int", "long", "nint", "nuint", "object", "sbyte", "short", "string", "uint", "ulong", "ushort", "void"];

    private static readonly string[] Modifiers =
        ["abstract", "async", "const", "extern", "internal", "partial", "private", "protected", "public", "readonly", "sealed", "static", "unsafe", "virtual", "volatile"];

    private static readonly string[] Declarations = ["class", "delegate", "enum", "event", "interface", "record", "ref", "struct"];

    private static readonly string[] Values =
        ["await", "base", "checked", "default", "false", "from", "nameof", "new", "null", "sizeof", "stackalloc", "static", "this", "throw", "true", "typeof", "unchecked", "async", "delegate"];

    private static readonly string[] Statements =
        ["checked", "do", "fixed", "for", "foreach", "goto", "if", "lock", "return", "switch", "throw", "try", "unchecked", "unsafe", "using", "var", "while", "yield"];

    private static readonly string[] Queries =
        ["ascending", "by", "descending", "equals", "from", "group", "in", "into", "join", "let", "on", "orderby", "select", "where"];

    public static IEnumerable<string> At(CompletionSite site) => site.Kind switch
    {
        SiteKind.Statement => [.. Statements, .. Types, .. Modifiers, .. Declarations, .. Jumps(site), .. Followers(site.Left), .. Values],
        SiteKind.Expression => [.. Types.Where(type => type is not "void"), .. Values, .. Arguments(site), .. Patterns(site), .. site.IsIn<QueryExpressionSyntax, QueryExpressionSyntax>() ? Queries : []],
        SiteKind.Type => [.. Types, .. site.Left.Text switch { "is" => (string[])["not", "null", "true", "false", "var"], ":" => ["class", "struct", "notnull", "unmanaged", "new"], _ => [] }],
        SiteKind.Parameter => [.. Types.Where(type => type is not "void"), "in", "out", "params", "ref", "this", "scoped", "var"],
        SiteKind.MemberDeclaration => [.. Types, .. Modifiers, .. Declarations, "implicit", "explicit", "fixed", "new", "operator", "override", "required"],
        SiteKind.Using => site.Left.IsKind(SyntaxKind.UsingKeyword) ? ["static", "var"] : [],
        SiteKind.Accessors => ["add", "get", "init", "internal", "private", "protected", "remove", "set"],
        SiteKind.AfterOperand => ["and", "as", "in", "is", "or", "switch", "when", "where", "with", .. site.IsIn<QueryExpressionSyntax, QueryExpressionSyntax>() ? Queries : []],
        _ => [],
    };

    private static IEnumerable<string> Jumps(CompletionSite site)
    {
        var isInLoop = site.IsIn<CommonForEachStatementSyntax, ForStatementSyntax>() || site.IsIn<WhileStatementSyntax, DoStatementSyntax>();
        if (isInLoop)
            yield return "continue";
        var isInSwitch = site.IsIn<SwitchStatementSyntax, SwitchStatementSyntax>();
        if (isInLoop || isInSwitch)
            yield return "break";
        if (isInSwitch)
            yield return "case";
    }

    /// <summary>What goes on with the statement that the left token ends.</summary>
    private static IEnumerable<string> Followers(SyntaxToken left) => left.Parent?.Parent switch
    {
        TryStatementSyntax or CatchClauseSyntax => ["catch", "finally"],
        _ when left.Parent is BlockSyntax { Parent: IfStatementSyntax } || left.Parent?.FirstAncestorOrSelf<StatementSyntax>()?.Parent is IfStatementSyntax => ["else"],
        _ => [],
    };

    private static IEnumerable<string> Arguments(CompletionSite site) => site.Left.Parent is BaseArgumentListSyntax ? ["in", "out", "ref"] : [];

    private static IEnumerable<string> Patterns(CompletionSite site) => site.Left.Kind() is SyntaxKind.CaseKeyword or SyntaxKind.OrKeyword or SyntaxKind.AndKeyword or SyntaxKind.NotKeyword ? ["not", "var", "when"] : site.Left.IsKind(SyntaxKind.OutKeyword) ? ["var"] : [];
}

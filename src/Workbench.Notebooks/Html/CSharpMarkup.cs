using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.DotNet.Interactive.Formatting.Html;

namespace Workbench.Notebooks.Html;

/// <summary>C# with classes for keywords, types, methods, strings, numbers and comments, as the compiler's own parser sees them.</summary>
internal static class CSharpMarkup
{
    private static readonly CSharpParseOptions Script = new(LanguageVersion.Latest, DocumentationMode.None, SourceCodeKind.Script);

    public static string Render(string code)
    {
        var html = new StringBuilder();
        foreach (var token in CSharpSyntaxTree.ParseText(code, Script).GetRoot().DescendantTokens())
        {
            foreach (var trivia in token.LeadingTrivia)
                Write(html, trivia.ToFullString(), ClassOf(trivia));
            Write(html, token.Text, ClassOf(token));
            foreach (var trivia in token.TrailingTrivia)
                Write(html, trivia.ToFullString(), ClassOf(trivia));
        }
        return html.ToString();
    }

    private static void Write(StringBuilder html, string text, string? name)
    {
        if (text.Length > 0)
            html.Append(name is null ? Encode(text) : $"<span class=\"{name}\">{Encode(text)}</span>");
    }

    private static string? ClassOf(SyntaxTrivia trivia) => trivia.Kind() switch
    {
        SyntaxKind.SingleLineCommentTrivia or SyntaxKind.MultiLineCommentTrivia or SyntaxKind.SingleLineDocumentationCommentTrivia
            or SyntaxKind.MultiLineDocumentationCommentTrivia or SyntaxKind.DisabledTextTrivia => "c-comment",
        _ when trivia.IsDirective => "c-directive",
        _ => null,
    };

    private static string? ClassOf(SyntaxToken token)
    {
        if (token.IsKeyword() || (token.IsContextualKeyword() && token.Parent is not IdentifierNameSyntax))
            return "c-keyword";
        switch (token.Kind())
        {
            case SyntaxKind.NumericLiteralToken:
                return "c-number";
            case SyntaxKind.StringLiteralToken or SyntaxKind.CharacterLiteralToken or SyntaxKind.SingleLineRawStringLiteralToken or SyntaxKind.MultiLineRawStringLiteralToken
                or SyntaxKind.Utf8StringLiteralToken or SyntaxKind.InterpolatedStringTextToken or SyntaxKind.InterpolatedStringStartToken
                or SyntaxKind.InterpolatedVerbatimStringStartToken or SyntaxKind.InterpolatedStringEndToken
                or SyntaxKind.InterpolatedSingleLineRawStringStartToken or SyntaxKind.InterpolatedMultiLineRawStringStartToken or SyntaxKind.InterpolatedRawStringEndToken:
                return "c-string";
            case SyntaxKind.IdentifierToken:
                return ClassOfIdentifier(token);
            default:
                return null;
        }
    }

    private static string? ClassOfIdentifier(SyntaxToken token)
    {
        if (token.Text is "var" && token.Parent is IdentifierNameSyntax { Parent: VariableDeclarationSyntax or DeclarationExpressionSyntax or ForEachStatementSyntax })
            return "c-keyword";
        return token.Parent switch
        {
            TypeDeclarationSyntax or TypeParameterSyntax or EnumDeclarationSyntax or DelegateDeclarationSyntax => "c-type",
            MethodDeclarationSyntax or LocalFunctionStatementSyntax => "c-method",
            SimpleNameSyntax name when IsCalled(name) => "c-method",
            SimpleNameSyntax name when IsType(name) => "c-type",
            _ => null,
        };
    }

    private static bool IsCalled(SimpleNameSyntax name) =>
        name.Parent is InvocationExpressionSyntax
        || (name.Parent is MemberAccessExpressionSyntax access && access.Name == name && access.Parent is InvocationExpressionSyntax call && call.Expression == access);

    private static bool IsType(SimpleNameSyntax name) => name.Parent switch
    {
        ObjectCreationExpressionSyntax or TypeArgumentListSyntax or CastExpressionSyntax or BaseTypeSyntax or TypeOfExpressionSyntax
            or NullableTypeSyntax or ArrayTypeSyntax or DeclarationPatternSyntax or AttributeSyntax => true,
        VariableDeclarationSyntax declaration => declaration.Type == name,
        ParameterSyntax parameter => parameter.Type == name,
        MethodDeclarationSyntax method => method.ReturnType == name,
        LocalFunctionStatementSyntax function => function.ReturnType == name,
        PropertyDeclarationSyntax property => property.Type == name,
        QualifiedNameSyntax qualified => qualified.Right == name && qualified.Parent is ObjectCreationExpressionSyntax or VariableDeclarationSyntax,
        _ => name is GenericNameSyntax,
    };
}

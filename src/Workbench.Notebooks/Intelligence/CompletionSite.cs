using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Workbench.Notebooks.Intelligence;

/// <summary>What the grammar lets stand at a place.</summary>
internal enum SiteKind
{
    /// <summary>Nothing that can be guessed: a new name, a comment, a text.</summary>
    None,
    Members,
    Statement,
    Expression,
    Type,
    Parameter,
    MemberDeclaration,
    Override,
    Using,
    Attribute,
    Initializer,
    Accessors,
    AfterOperand,
}

/// <summary>The place of the cursor in a tree that has a placeholder for the word at the cursor.</summary>
/// <param name="Kind">What may stand there.</param>
/// <param name="Left">The token before the word; default at the start of the text.</param>
/// <param name="Word">The placeholder.</param>
internal sealed record CompletionSite(SiteKind Kind, SyntaxToken Left, SyntaxToken Word)
{
    /// <summary>Classifies the place of the placeholder that starts at <paramref name="start"/>.</summary>
    public static CompletionSite Of(SyntaxNode root, int start)
    {
        var word = root.FindToken(start);
        if (IsInTrivia(root, start) || IsInText(word))
            return new CompletionSite(SiteKind.None, default, word);
        var left = word.GetPreviousToken(includeZeroWidth: false, includeSkipped: true);
        if (left.RawKind != 0 && left.Span.End > start)
            return new CompletionSite(SiteKind.None, left, word);
        return new CompletionSite(Classify(left, word), left, word);
    }

    /// <summary>True when the innermost function or type around the word is a loop or switch that <c>break</c> can leave.</summary>
    public bool IsIn<T1, T2>() => Word.Parent?.AncestorsAndSelf().TakeWhile(node => node is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or BaseMethodDeclarationSyntax or TypeDeclarationSyntax))
        .Any(node => node is T1 or T2) == true;

    private static bool IsInTrivia(SyntaxNode root, int position)
    {
        var trivia = root.FindTrivia(position);
        return trivia.RawKind != 0 && !trivia.IsKind(SyntaxKind.WhitespaceTrivia) && !trivia.IsKind(SyntaxKind.EndOfLineTrivia) && !trivia.IsKind(SyntaxKind.SkippedTokensTrivia);
    }

    private static bool IsInText(SyntaxToken word) => word.Kind() is SyntaxKind.StringLiteralToken or SyntaxKind.CharacterLiteralToken or SyntaxKind.NumericLiteralToken
        or SyntaxKind.Utf8StringLiteralToken or SyntaxKind.SingleLineRawStringLiteralToken or SyntaxKind.MultiLineRawStringLiteralToken
        or SyntaxKind.Utf8SingleLineRawStringLiteralToken or SyntaxKind.Utf8MultiLineRawStringLiteralToken or SyntaxKind.InterpolatedStringTextToken
        or SyntaxKind.BadToken;

    private static SiteKind Classify(SyntaxToken left, SyntaxToken word)
    {
        if (left.RawKind == 0)
            return SiteKind.Statement;
        if (left.Parent is ArgumentListSyntax && left.IsKind(SyntaxKind.CommaToken))
            return SiteKind.Expression;
        if (left.Parent?.FirstAncestorOrSelf<UsingDirectiveSyntax>() is { } directive && word.Parent?.FirstAncestorOrSelf<UsingDirectiveSyntax>() == directive && !left.IsKind(SyntaxKind.DotToken))
            return left.Kind() is SyntaxKind.UsingKeyword or SyntaxKind.StaticKeyword or SyntaxKind.EqualsToken ? SiteKind.Using : SiteKind.None;
        if (word.Parent?.Parent is AttributeSyntax attribute && attribute.Name.Span.Contains(word.Span) && !left.IsKind(SyntaxKind.DotToken))
            return SiteKind.Attribute;
        switch (left.Kind())
        {
            case SyntaxKind.DotToken or SyntaxKind.MinusGreaterThanToken or SyntaxKind.ColonColonToken:
                return SiteKind.Members;
            case SyntaxKind.OverrideKeyword:
                return SiteKind.Override;
            case SyntaxKind.UsingKeyword:
                return SiteKind.Using;
            case SyntaxKind.ClassKeyword or SyntaxKind.StructKeyword or SyntaxKind.InterfaceKeyword or SyntaxKind.EnumKeyword or SyntaxKind.RecordKeyword
                or SyntaxKind.NamespaceKeyword or SyntaxKind.GotoKeyword or SyntaxKind.BreakKeyword or SyntaxKind.ContinueKeyword:
                return SiteKind.None;
            case SyntaxKind.NewKeyword when left.Parent is not MemberDeclarationSyntax:
            case SyntaxKind.IsKeyword or SyntaxKind.AsKeyword or SyntaxKind.StackAllocKeyword or SyntaxKind.EventKeyword or SyntaxKind.DelegateKeyword or SyntaxKind.ImplicitKeyword or SyntaxKind.ExplicitKeyword or SyntaxKind.RefKeyword when left.Parent is not ArgumentSyntax:
                return SiteKind.Type;
            case SyntaxKind.ElseKeyword or SyntaxKind.DoKeyword or SyntaxKind.TryKeyword or SyntaxKind.FinallyKeyword:
                return SiteKind.Statement;
            case SyntaxKind.OpenBraceToken or SyntaxKind.CommaToken when left.Parent is InitializerExpressionSyntax initializer:
                return initializer.IsKind(SyntaxKind.ArrayInitializerExpression) ? SiteKind.Expression : SiteKind.Initializer;
            case SyntaxKind.OpenBraceToken or SyntaxKind.CommaToken when left.Parent is EnumDeclarationSyntax:
                return SiteKind.None;
            case SyntaxKind.OpenBraceToken when left.Parent is AccessorListSyntax:
                return SiteKind.Accessors;
            case SyntaxKind.OpenBraceToken when left.Parent is BaseTypeDeclarationSyntax:
                return SiteKind.MemberDeclaration;
            case SyntaxKind.OpenBraceToken when left.Parent is InterpolationSyntax or PropertyPatternClauseSyntax or SwitchExpressionSyntax or AnonymousObjectCreationExpressionSyntax:
                return SiteKind.Expression;
            case SyntaxKind.OpenParenToken or SyntaxKind.CommaToken when left.Parent is ParameterListSyntax:
                return SiteKind.Parameter;
            case SyntaxKind.OpenParenToken when left.Parent is TypeOfExpressionSyntax or DefaultExpressionSyntax or SizeOfExpressionSyntax or CatchDeclarationSyntax:
                return SiteKind.Type;
            case SyntaxKind.OpenParenToken when left.Parent is ForEachStatementSyntax or ForStatementSyntax:
                return SiteKind.Parameter;
            case SyntaxKind.LessThanToken or SyntaxKind.CommaToken when left.Parent is TypeArgumentListSyntax or BaseListSyntax or TypeParameterConstraintClauseSyntax:
                return SiteKind.Type;
            case SyntaxKind.LessThanToken or SyntaxKind.CommaToken when left.Parent is TypeParameterListSyntax:
                return SiteKind.None;
            case SyntaxKind.ColonToken when left.Parent is BaseListSyntax or TypeParameterConstraintClauseSyntax:
                return SiteKind.Type;
            case SyntaxKind.ColonToken when left.Parent is LabeledStatementSyntax or SwitchLabelSyntax:
            case SyntaxKind.SemicolonToken when left.Parent is not ForStatementSyntax:
            case SyntaxKind.OpenBraceToken:
            case SyntaxKind.CloseBraceToken when left.Parent is StatementSyntax or BaseTypeDeclarationSyntax or AccessorListSyntax:
                return StatementOrMember(word);
            case SyntaxKind.CloseBracketToken when left.Parent is AttributeListSyntax:
                return StatementOrMember(word);
            case SyntaxKind.CloseParenToken:
                return left.Parent switch
                {
                    StatementSyntax and not ExpressionStatementSyntax => SiteKind.Statement,
                    CastExpressionSyntax => SiteKind.Expression,
                    _ => Operand(left, word),
                };
            case SyntaxKind.IdentifierToken when left.Text is "await" or "yield" or "async" or "partial" or "required":
                return left.Text is "await" ? SiteKind.Expression : StatementOrMember(word);
            case SyntaxKind.IdentifierToken or SyntaxKind.CloseBracketToken or SyntaxKind.CloseBraceToken or SyntaxKind.ThisKeyword or SyntaxKind.BaseKeyword or SyntaxKind.NullKeyword
                or SyntaxKind.TrueKeyword or SyntaxKind.FalseKeyword or SyntaxKind.NumericLiteralToken or SyntaxKind.StringLiteralToken or SyntaxKind.CharacterLiteralToken
                or SyntaxKind.InterpolatedStringEndToken or SyntaxKind.SingleLineRawStringLiteralToken or SyntaxKind.MultiLineRawStringLiteralToken:
                return Operand(left, word);
            case SyntaxKind.GreaterThanToken when left.Parent is TypeArgumentListSyntax or TypeParameterListSyntax:
                return SiteKind.None;
            case SyntaxKind.QuestionToken when left.Parent is NullableTypeSyntax && word.Parent is not ExpressionSyntax:
            case SyntaxKind.AsteriskToken when left.Parent is PointerTypeSyntax:
                return SiteKind.None;
        }
        if (SyntaxFacts.IsPredefinedType(left.Kind()))
            return SiteKind.None;
        return IsModifier(left.Kind()) ? StatementOrMember(word) : SiteKind.Expression;
    }

    /// <summary>Where modifiers may stand: a statement in a function or at the top, a member in a type.</summary>
    private static SiteKind StatementOrMember(SyntaxToken word)
    {
        foreach (var node in word.Parent!.AncestorsAndSelf())
        {
            switch (node)
            {
                case StatementSyntax or AnonymousFunctionExpressionSyntax or GlobalStatementSyntax:
                    return SiteKind.Statement;
                case BaseTypeDeclarationSyntax declaration when declaration.OpenBraceToken.SpanStart < word.SpanStart:
                    return SiteKind.MemberDeclaration;
            }
        }
        return SiteKind.Statement;
    }

    // Two operands in a row are an unfinished statement and the next one, or a type and a new name, or an operator to come.
    private static SiteKind Operand(SyntaxToken left, SyntaxToken word)
    {
        var isNewLine = left.TrailingTrivia.Concat(word.LeadingTrivia).Any(trivia => trivia.IsKind(SyntaxKind.EndOfLineTrivia));
        return isNewLine ? StatementOrMember(word) : SiteKind.AfterOperand;
    }

    private static bool IsModifier(SyntaxKind kind) => kind is SyntaxKind.PublicKeyword or SyntaxKind.PrivateKeyword or SyntaxKind.ProtectedKeyword or SyntaxKind.InternalKeyword
        or SyntaxKind.StaticKeyword or SyntaxKind.ReadOnlyKeyword or SyntaxKind.VirtualKeyword or SyntaxKind.AbstractKeyword or SyntaxKind.SealedKeyword or SyntaxKind.AsyncKeyword
        or SyntaxKind.PartialKeyword or SyntaxKind.UnsafeKeyword or SyntaxKind.ConstKeyword or SyntaxKind.ExternKeyword or SyntaxKind.VolatileKeyword or SyntaxKind.RequiredKeyword or SyntaxKind.NewKeyword;
}

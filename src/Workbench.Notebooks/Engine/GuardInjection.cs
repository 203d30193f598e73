using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Workbench.Notebooks.Engine;

/// <summary>
/// Finds the places of a cell where a check for interrupts belongs: loops, jumps, functions and lambdas. Lines stay as they are;
/// lambdas that become expression trees are left alone.
/// </summary>
internal sealed class GuardInjection : CSharpSyntaxWalker
{
    private const string Check = "global::Workbench.Notebooks.Engine.CellGuard.Check();";

    private readonly TextEdits _edits;
    private readonly Lazy<SemanticModel>? _model;

    private GuardInjection(string text, Func<SemanticModel>? model)
    {
        _edits = new TextEdits(text);
        _model = model is null ? null : new Lazy<SemanticModel>(model);
    }

    /// <summary>A tree with checks and other code inserted; the tree itself when there is nothing to insert.</summary>
    /// <param name="tree">What the author wrote.</param>
    /// <param name="inserted">Other code, with its positions.</param>
    /// <param name="isGuarded">Whether checks are to be inserted at all.</param>
    /// <param name="model">What its lambdas become; without it, lambdas that are one expression get no check.</param>
    public static SyntaxTree Into(SyntaxTree tree, IReadOnlyList<(int Position, string Code)> inserted, bool isGuarded, Func<SemanticModel>? model)
    {
        var injection = new GuardInjection(tree.GetText().ToString(), model);
        foreach (var (position, code) in inserted)
            injection._edits.Insert(position, code);
        if (isGuarded)
            injection.Visit(tree.GetRoot());
        return injection._edits.IsEmpty ? tree
            : CSharpSyntaxTree.ParseText(SourceText.From(injection._edits.Apply(), System.Text.Encoding.UTF8), (CSharpParseOptions)tree.Options, tree.FilePath);
    }

    public override void VisitWhileStatement(WhileStatementSyntax node) => Loop(node.Statement, () => base.VisitWhileStatement(node));

    public override void VisitDoStatement(DoStatementSyntax node) => Loop(node.Statement, () => base.VisitDoStatement(node));

    public override void VisitForStatement(ForStatementSyntax node) => Loop(node.Statement, () => base.VisitForStatement(node));

    public override void VisitForEachStatement(ForEachStatementSyntax node) => Loop(node.Statement, () => base.VisitForEachStatement(node));

    public override void VisitForEachVariableStatement(ForEachVariableStatementSyntax node) => Loop(node.Statement, () => base.VisitForEachVariableStatement(node));

    public override void VisitGotoStatement(GotoStatementSyntax node)
    {
        _edits.Insert(node.SpanStart, "{" + Check);
        _edits.Insert(node.Span.End, "}");
    }

    public override void VisitClassDeclaration(ClassDeclarationSyntax node) => Unless(node.AttributeLists, () => base.VisitClassDeclaration(node));

    public override void VisitStructDeclaration(StructDeclarationSyntax node) => Unless(node.AttributeLists, () => base.VisitStructDeclaration(node));

    public override void VisitRecordDeclaration(RecordDeclarationSyntax node) => Unless(node.AttributeLists, () => base.VisitRecordDeclaration(node));

    public override void VisitInterfaceDeclaration(InterfaceDeclarationSyntax node) => Unless(node.AttributeLists, () => base.VisitInterfaceDeclaration(node));

    public override void VisitMethodDeclaration(MethodDeclarationSyntax node) => Unless(node.AttributeLists, () =>
        Function(node.Body, node.ExpressionBody, node.SemicolonToken, HasNoValue(node.ReturnType, node.Modifiers), () => base.VisitMethodDeclaration(node)));

    public override void VisitLocalFunctionStatement(LocalFunctionStatementSyntax node) => Unless(node.AttributeLists, () =>
        Function(node.Body, node.ExpressionBody, node.SemicolonToken, HasNoValue(node.ReturnType, node.Modifiers), () => base.VisitLocalFunctionStatement(node)));

    public override void VisitOperatorDeclaration(OperatorDeclarationSyntax node) => Unless(node.AttributeLists, () =>
        Function(node.Body, node.ExpressionBody, node.SemicolonToken, HasNoValue(node.ReturnType, node.Modifiers), () => base.VisitOperatorDeclaration(node)));

    public override void VisitConversionOperatorDeclaration(ConversionOperatorDeclarationSyntax node) => Unless(node.AttributeLists, () =>
        Function(node.Body, node.ExpressionBody, node.SemicolonToken, false, () => base.VisitConversionOperatorDeclaration(node)));

    public override void VisitConstructorDeclaration(ConstructorDeclarationSyntax node) => Unless(node.AttributeLists, () =>
        Function(node.Body, node.ExpressionBody, node.SemicolonToken, true, () => base.VisitConstructorDeclaration(node)));

    // Finalizers run on a thread where nobody catches what they throw.
    public override void VisitDestructorDeclaration(DestructorDeclarationSyntax node)
    {
    }

    public override void VisitPropertyDeclaration(PropertyDeclarationSyntax node) => Unless(node.AttributeLists, () =>
    {
        Getter(node.ExpressionBody, node.SemicolonToken);
        base.VisitPropertyDeclaration(node);
        EndGetter(node.ExpressionBody, node.SemicolonToken);
    });

    public override void VisitIndexerDeclaration(IndexerDeclarationSyntax node) => Unless(node.AttributeLists, () =>
    {
        Getter(node.ExpressionBody, node.SemicolonToken);
        base.VisitIndexerDeclaration(node);
        EndGetter(node.ExpressionBody, node.SemicolonToken);
    });

    public override void VisitAccessorDeclaration(AccessorDeclarationSyntax node)
    {
        if (IsPlain(node.ExpressionBody?.Expression))
            return;
        Function(node.Body, node.ExpressionBody, node.SemicolonToken, !node.IsKind(SyntaxKind.GetAccessorDeclaration), () => base.VisitAccessorDeclaration(node));
    }

    public override void VisitAnonymousMethodExpression(AnonymousMethodExpressionSyntax node)
    {
        Enter(node.Block);
        base.VisitAnonymousMethodExpression(node);
    }

    public override void VisitSimpleLambdaExpression(SimpleLambdaExpressionSyntax node) => Lambda(node, () => base.VisitSimpleLambdaExpression(node));

    public override void VisitParenthesizedLambdaExpression(ParenthesizedLambdaExpressionSyntax node) =>
        Unless(node.AttributeLists, () => Lambda(node, () => base.VisitParenthesizedLambdaExpression(node)));

    public override void VisitWhereClause(WhereClauseSyntax node)
    {
        if (_model is null || _model.Value.GetQueryClauseInfo(node).OperationInfo.Symbol?.ContainingType.Name is not ("Enumerable" or "ParallelEnumerable"))
            return;
        _edits.Insert(node.Condition.SpanStart, "global::Workbench.Notebooks.Engine.CellGuard.Passes()&&(");
        base.VisitWhereClause(node);
        _edits.Insert(node.Condition.Span.End, ")");
    }

    private void Loop(StatementSyntax body, Action visit)
    {
        if (body is BlockSyntax block)
        {
            Enter(block);
            visit();
            return;
        }
        _edits.Insert(body.SpanStart, "{" + Check);
        visit();
        _edits.Insert(body.Span.End, "}");
    }

    private void Function(BlockSyntax? body, ArrowExpressionClauseSyntax? arrow, SyntaxToken semicolon, bool hasNoValue, Action visit)
    {
        if (body is not null)
            Enter(body);
        if (arrow is not null)
            _edits.Replace(arrow.ArrowToken.Span, $"{{{Check}{(hasNoValue || arrow.Expression is ThrowExpressionSyntax ? "" : "return ")}");
        visit();
        if (arrow is not null)
            _edits.Insert(semicolon.Span.End, "}");
    }

    /// <summary>A check on the line of the first statement, so that the lines of a function are those of its statements.</summary>
    private void Enter(BlockSyntax block) => _edits.Insert(block.Statements.Count > 0 ? block.Statements[0].SpanStart : block.OpenBraceToken.Span.End, Check);

    private void Getter(ArrowExpressionClauseSyntax? arrow, SyntaxToken semicolon)
    {
        if (arrow is null || IsPlain(arrow.Expression))
            return;
        _edits.Replace(arrow.ArrowToken.Span, $"{{get{{{Check}{(arrow.Expression is ThrowExpressionSyntax ? "" : "return ")}");
    }

    private void EndGetter(ArrowExpressionClauseSyntax? arrow, SyntaxToken semicolon)
    {
        if (arrow is not null && !IsPlain(arrow.Expression))
            _edits.Insert(semicolon.Span.End, "}}");
    }

    private void Lambda(LambdaExpressionSyntax node, Action visit)
    {
        if (node.Block is { } block)
        {
            Enter(block);
            visit();
            return;
        }
        if (_model is null)
        {
            // It may become an expression tree, in which nothing can be checked.
            return;
        }
        if (_model.Value.GetTypeInfo(node).ConvertedType is not { TypeKind: TypeKind.Delegate } || _model.Value.GetSymbolInfo(node).Symbol is not IMethodSymbol lambda)
            return;
        var hasNoValue = lambda.ReturnsVoid || lambda.IsAsync && lambda.ReturnType is INamedTypeSymbol { Arity: 0 };
        _edits.Insert(node.ExpressionBody!.SpanStart, $"{{{Check}{(hasNoValue || node.ExpressionBody is ThrowExpressionSyntax ? "" : "return ")}");
        visit();
        _edits.Insert(node.ExpressionBody.Span.End, ";}");
    }

    private static void Unless(SyntaxList<AttributeListSyntax> attributes, Action visit)
    {
        // An exception must not leave a function that native code calls.
        if (!attributes.SelectMany(list => list.Attributes).Any(attribute => NameOf(attribute) is "Unguarded" or "UnguardedAttribute" or "UnmanagedCallersOnly" or "UnmanagedCallersOnlyAttribute"))
            visit();
    }

    private static string NameOf(AttributeSyntax attribute) =>
        (attribute.Name switch
        {
            QualifiedNameSyntax qualified => qualified.Right,
            AliasQualifiedNameSyntax alias => alias.Name,
            var name => (SimpleNameSyntax)name,
        }).Identifier.ValueText;

    /// <summary>Nothing that could run for long: a field or a constant.</summary>
    private static bool IsPlain(ExpressionSyntax? expression) => expression is IdentifierNameSyntax or LiteralExpressionSyntax or FieldExpressionSyntax
        or MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax };

    private static bool HasNoValue(TypeSyntax type, SyntaxTokenList modifiers) =>
        type is PredefinedTypeSyntax { Keyword.RawKind: (int)SyntaxKind.VoidKeyword }
        || modifiers.Any(SyntaxKind.AsyncKeyword) && type is IdentifierNameSyntax or QualifiedNameSyntax { Right: IdentifierNameSyntax };
}

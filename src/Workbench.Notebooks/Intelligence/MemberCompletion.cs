using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Workbench.Notebooks.Intelligence;

/// <summary>What may follow a dot.</summary>
internal sealed class MemberCompletion(SemanticModel model, CompletionSite site)
{
    private readonly int _position = site.Word.SpanStart;

    public IEnumerable<ISymbol> Symbols() => site.Left.Parent switch
    {
        MemberAccessExpressionSyntax { Expression: BaseExpressionSyntax } => model.LookupBaseMembers(_position).Where(symbol => !symbol.IsStatic),
        MemberAccessExpressionSyntax access => Of(access.Expression, access.IsKind(SyntaxKind.PointerMemberAccessExpression)),
        MemberBindingExpressionSyntax binding => Behind(binding),
        QualifiedNameSyntax name => OfName(name.Left),
        AliasQualifiedNameSyntax name => OfName(name.Alias),
        _ => [],
    };

    private IEnumerable<ISymbol> Of(ExpressionSyntax receiver, bool isPointer)
    {
        var symbol = Target(model.GetSymbolInfo(receiver));
        if (symbol is INamespaceOrTypeSymbol container)
            return OfContainer(container);
        var type = model.GetTypeInfo(receiver).Type;
        if (isPointer)
            type = (type as IPointerTypeSymbol)?.PointedAtType;
        var members = OfInstance(type);
        // A property that is called like its type stands for both.
        return symbol is not null && type is not null && receiver is IdentifierNameSyntax && symbol.Name == type.Name
            && model.LookupNamespacesAndTypes(_position, name: type.Name).Contains(type, SymbolEqualityComparer.Default) ? members.Concat(OfContainer((INamespaceOrTypeSymbol)type)) : members;
    }

    // In "x.⏎ var y = 1;" the parser takes x.var for a type; what stands before the dot may be any expression.
    private IEnumerable<ISymbol> OfName(NameSyntax name)
    {
        if (Target(model.GetSymbolInfo(name)) is INamespaceOrTypeSymbol container and not IErrorTypeSymbol)
            return OfContainer(container);
        var expression = SyntaxFactory.ParseExpression(name.ToString());
        return Target(model.GetSpeculativeSymbolInfo(_position, expression, SpeculativeBindingOption.BindAsExpression)) is INamespaceOrTypeSymbol other and not IErrorTypeSymbol
            ? OfContainer(other)
            : OfInstance(model.GetSpeculativeTypeInfo(_position, expression, SpeculativeBindingOption.BindAsExpression).Type);
    }

    private IEnumerable<ISymbol> Behind(MemberBindingExpressionSyntax binding)
    {
        var conditional = binding.Ancestors().OfType<ConditionalAccessExpressionSyntax>().FirstOrDefault(access => access.WhenNotNull.Span.Contains(binding.Span));
        if (conditional is null)
            return [];
        var type = model.GetTypeInfo(conditional.Expression).Type;
        return OfInstance(type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable ? nullable.TypeArguments[0] : type);
    }

    private IEnumerable<ISymbol> OfContainer(INamespaceOrTypeSymbol container) => container is INamespaceSymbol space
        ? model.LookupNamespacesAndTypes(_position, space).Where(symbol => ScopeCompletion.IsUsable(symbol))
        : model.LookupStaticMembers(_position, container).Where(symbol => symbol is not IMethodSymbol { MethodKind: not (MethodKind.Ordinary or MethodKind.LocalFunction) });

    private IEnumerable<ISymbol> OfInstance(ITypeSymbol? type) => type is null or IErrorTypeSymbol or IDynamicTypeSymbol or { SpecialType: SpecialType.System_Void }
        ? []
        : model.LookupSymbols(_position, type, includeReducedExtensionMethods: true).Where(symbol => !symbol.IsStatic && symbol is not ITypeSymbol);

    private static ISymbol? Target(SymbolInfo info)
    {
        var symbol = info.Symbol ?? info.CandidateSymbols.FirstOrDefault();
        return symbol is IAliasSymbol alias ? alias.Target : symbol;
    }
}

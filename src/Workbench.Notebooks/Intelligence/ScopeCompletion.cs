using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Workbench.Notebooks.Intelligence;

/// <summary>What can be called by its simple name at a place.</summary>
internal sealed class ScopeCompletion(SemanticModel model, CompletionSite site, string typed)
{
    /// <summary>No function has more variables that are worth listing.</summary>
    private const int MostVariables = 300;

    private readonly int _position = site.Word.SpanStart;

    /// <summary>
    /// Variables, members, types and namespaces. Asking the compiler for all that is in scope costs the number of names times the number of
    /// cells; so the parts of the scope are put together here, each of which it tells quickly.
    /// </summary>
    public IEnumerable<ISymbol> Values() => Variables().Concat(OfEnclosingTypes()).Concat(CellMembers.Of(model.Compilation).Where(symbol => !IsDeclaring(symbol))).Concat(Types());

    /// <summary>Types, and namespaces that lead to them.</summary>
    public IEnumerable<ISymbol> Types()
    {
        var found = model.LookupNamespacesAndTypes(_position).Where(IsUsable);
        // After new, a static class is of no use.
        return site.Left.Text == "new" ? found.Where(symbol => symbol is not INamedTypeSymbol { IsStatic: true }) : found;
    }

    /// <summary>What may follow <c>using</c>: namespaces; types too after <c>static</c> and <c>=</c>.</summary>
    public IEnumerable<ISymbol> Imports() => model.LookupNamespacesAndTypes(_position).Where(symbol => IsUsable(symbol) && (symbol is INamespaceSymbol || site.Left.Text is "static" or "="));

    /// <summary>Attribute classes.</summary>
    public IEnumerable<ISymbol> Attributes() => model.LookupNamespacesAndTypes(_position).Where(symbol => symbol is INamedTypeSymbol { IsAbstract: false } type && IsAttribute(type));

    /// <summary>False for namespaces in which nothing is public: a framework has dozens.</summary>
    public static bool IsUsable(ISymbol symbol) => symbol is not INamespaceSymbol space || HasPublicTypes(space);

    /// <summary>Variables of the functions around the place: all that are declared in the text under such a name, as far as they reach here.</summary>
    private IEnumerable<ISymbol> Variables() => site.Word.SyntaxTree!.GetRoot().DescendantTokens()
        .Where(token => token.IsKind(SyntaxKind.IdentifierToken) && IsDeclaration(token) && CompletionMatch.Rank(token.ValueText, typed) != CompletionMatch.None)
        .Select(token => token.ValueText).Distinct().Take(MostVariables)
        .SelectMany(name => model.LookupSymbols(_position, name: name))
        // A variable can be used after its declaration only.
        .Where(symbol => symbol switch
        {
            ILocalSymbol => symbol.Locations[0].SourceSpan.Start < _position && !IsDeclaring(symbol),
            IParameterSymbol or IRangeVariableSymbol or ITypeParameterSymbol or IMethodSymbol { MethodKind: MethodKind.LocalFunction } => true,
            _ => false,
        });

    private IEnumerable<ISymbol> OfEnclosingTypes() => site.Word.Parent!.Ancestors().OfType<TypeDeclarationSyntax>()
        .Select(declaration => model.GetDeclaredSymbol(declaration)).OfType<INamedTypeSymbol>()
        .SelectMany(type => model.LookupSymbols(_position, type))
        .Where(symbol => symbol is not (ITypeSymbol or IMethodSymbol { MethodKind: not MethodKind.Ordinary }));

    private static bool IsDeclaration(SyntaxToken token) => token.Parent is VariableDeclaratorSyntax or SingleVariableDesignationSyntax or ParameterSyntax or ForEachStatementSyntax
        or CatchDeclarationSyntax or LocalFunctionStatementSyntax or FromClauseSyntax or LetClauseSyntax or JoinClauseSyntax or JoinIntoClauseSyntax or QueryContinuationSyntax or TypeParameterSyntax;

    private static bool HasPublicTypes(INamespaceSymbol space) =>
        space.GetTypeMembers().Any(type => type.DeclaredAccessibility == Accessibility.Public || type.Locations.Any(location => location.IsInSource)) || space.GetNamespaceMembers().Any(HasPublicTypes);

    private static bool IsAttribute(INamedTypeSymbol type)
    {
        for (var current = type.BaseType; current is not null; current = current.BaseType)
        {
            if (current is { Name: nameof(Attribute), ContainingNamespace.Name: nameof(System) })
                return true;
        }
        return false;
    }

    // In "var x = x", the second x is not the first.
    private bool IsDeclaring(ISymbol variable) => variable is ILocalSymbol or IFieldSymbol && variable.Locations[0] is { IsInSource: true } location && location.SourceTree == site.Word.SyntaxTree
        && site.Word.Parent!.AncestorsAndSelf().OfType<VariableDeclaratorSyntax>().Any(declarator => declarator.Identifier.Span == location.SourceSpan);
}

using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Workbench.Notebooks.Intelligence;

/// <summary>What can be called by its simple name at a place.</summary>
internal sealed class ScopeCompletion(SemanticModel model, CompletionSite site)
{
    private readonly int _position = site.Word.SpanStart;

    /// <summary>Variables, members, types and namespaces.</summary>
    public IEnumerable<ISymbol> Values() => model.LookupSymbols(_position).Where(symbol => symbol switch
    {
        // A variable can be used after its declaration only.
        ILocalSymbol => symbol.Locations[0].SourceSpan.Start < _position && !IsDeclaring(symbol),
        IFieldSymbol { ContainingType.IsScriptClass: true } => !IsDeclaring(symbol),
        IMethodSymbol method => method.MethodKind is MethodKind.Ordinary or MethodKind.LocalFunction,
        INamespaceSymbol => IsUsable(symbol),
        _ => true,
    });

    /// <summary>Types, and namespaces that lead to them.</summary>
    public IEnumerable<ISymbol> Types()
    {
        var found = model.LookupNamespacesAndTypes(_position).Where(IsUsable);
        // After new, a static class is of no use.
        return site.Left.Text == "new" ? found.Where(symbol => symbol is not INamedTypeSymbol { IsStatic: true }) : found;
    }

    /// <summary>What may follow <c>using</c>: namespaces; types too after <c>static</c> and <c>=</c>.</summary>
    public IEnumerable<ISymbol> Imports() => model.LookupNamespacesAndTypes(_position).Where(symbol => IsUsable(symbol) && (symbol is INamespaceSymbol || site.Left.Text is "static" or "="));

    /// <summary>Attribute classes, and namespaces that lead to them.</summary>
    public IEnumerable<ISymbol> Attributes() => model.LookupNamespacesAndTypes(_position).Where(symbol => symbol is INamedTypeSymbol { IsAbstract: false } type && IsAttribute(type));

    /// <summary>False for namespaces in which nothing is public: a framework has dozens.</summary>
    public static bool IsUsable(ISymbol symbol) => symbol is not INamespaceSymbol space || HasPublicTypes(space);

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
    private bool IsDeclaring(ISymbol variable) => site.Word.Parent!.AncestorsAndSelf().OfType<VariableDeclaratorSyntax>()
        .Any(declarator => declarator.SyntaxTree == variable.Locations[0].SourceTree && declarator.Identifier.Span == variable.Locations[0].SourceSpan);
}

using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Workbench.Notebooks.Intelligence;

/// <summary>After <c>override</c>: the members that a class may override, each with a first body.</summary>
internal static class OverrideCompletion
{
    private static readonly SymbolDisplayFormat Declaration = SymbolText.Short.WithMemberOptions(SymbolDisplayMemberOptions.IncludeParameters)
        .WithParameterOptions(SymbolDisplayParameterOptions.IncludeType | SymbolDisplayParameterOptions.IncludeName | SymbolDisplayParameterOptions.IncludeParamsRefOut)
        .AddMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.EscapeKeywordIdentifiers);

    public static IEnumerable<CompletionItem> At(SemanticModel model, CompletionSite site)
    {
        if (site.Left.Parent?.FirstAncestorOrSelf<TypeDeclarationSyntax>() is not { } declaration || model.GetDeclaredSymbol(declaration) is not INamedTypeSymbol type)
            return [];
        var hasAccess = site.Left.Parent!.ChildTokens().Any(token => token.Kind() is SyntaxKind.PublicKeyword or SyntaxKind.ProtectedKeyword or SyntaxKind.InternalKeyword);
        return Overridable(type).Select(member => new CompletionItem(
            (hasAccess ? "" : SyntaxFacts.GetText(AccessIn(type, member)) + " ") + Stub(member),
            member.ToDisplayString(Declaration),
            SymbolText.KindOf(member),
            SymbolText.Signature(member)));
    }

    private static IEnumerable<ISymbol> Overridable(INamedTypeSymbol type)
    {
        // The nearest member decides: a sealed override ends a chain, one of the class itself has been done.
        var seen = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        for (var current = type; current is not null; current = current.BaseType)
        {
            foreach (var member in current.GetMembers())
            {
                if (member is not (IMethodSymbol { MethodKind: MethodKind.Ordinary } or IPropertySymbol))
                    continue;
                var isNew = seen.Add(Origin(member));
                var isOpen = (member.IsVirtual || member.IsAbstract || member.IsOverride) && !member.IsSealed && member.DeclaredAccessibility is not (Accessibility.Private or Accessibility.Internal);
                if (isNew && isOpen && !ReferenceEquals(current, type) && member.CanBeReferencedByName && member.Name != "Finalize")
                    yield return member;
            }
        }
    }

    private static ISymbol Origin(ISymbol member)
    {
        for (var current = member; ;)
        {
            ISymbol? overridden = current switch { IMethodSymbol method => method.OverriddenMethod, IPropertySymbol property => property.OverriddenProperty, _ => null };
            if (overridden is null)
                return current;
            current = overridden;
        }
    }

    private static Accessibility AccessIn(INamedTypeSymbol type, ISymbol member) =>
        // protected internal of another assembly is overridden as protected.
        member.DeclaredAccessibility == Accessibility.ProtectedOrInternal && !SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, member.ContainingAssembly) ? Accessibility.Protected : member.DeclaredAccessibility;

    private static string Stub(ISymbol member)
    {
        const string Missing = "throw new NotImplementedException()";
        if (member is IMethodSymbol method)
        {
            var arguments = string.Join(", ", method.Parameters.Select(parameter => Prefix(parameter.RefKind) + SymbolText.Escaped(parameter.Name)));
            var generic = method.TypeParameters.Length == 0 ? "" : $"<{string.Join(", ", method.TypeParameters.Select(parameter => parameter.Name))}>";
            return $"{TypeOf(method.ReturnType, method.RefKind)} {method.ToDisplayString(Declaration)} => {(method.IsAbstract ? Missing : $"base.{SymbolText.Escaped(method.Name)}{generic}({arguments})")};";
        }
        var property = (IPropertySymbol)member;
        var name = $"{TypeOf(property.Type, property.RefKind)} {SymbolText.Escaped(property.Name)}";
        var (get, set) = property.IsAbstract ? (Missing, Missing) : ($"base.{property.Name}", $"base.{property.Name} = value");
        return property switch
        {
            { SetMethod: null } => $"{name} => {get};",
            { GetMethod: null } => $"{name} {{ set => {set}; }}",
            _ => $"{name} {{ get => {get}; {(property.SetMethod.IsInitOnly ? "init" : "set")} => {set}; }}",
        };
    }

    private static string TypeOf(ITypeSymbol type, RefKind kind) => (kind == RefKind.None ? "" : kind == RefKind.RefReadOnly ? "ref readonly " : "ref ") + type.ToDisplayString(SymbolText.Short);

    private static string Prefix(RefKind kind) => kind switch { RefKind.Ref => "ref ", RefKind.Out => "out ", RefKind.In or RefKind.RefReadOnlyParameter => "in ", _ => "" };
}

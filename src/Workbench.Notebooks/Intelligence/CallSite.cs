using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Workbench.Notebooks.Intelligence;

/// <summary>A list of arguments and what it may be passed to.</summary>
/// <param name="Overloads">Methods, constructors or indexers that can be called there, those with fewer parameters first.</param>
/// <param name="Chosen">The one that the arguments so far select, if one is.</param>
/// <param name="Names">The names of its arguments; null where an argument has none.</param>
/// <param name="Separators">Where its commas are.</param>
internal sealed record CallSite(IReadOnlyList<ISymbol> Overloads, ISymbol? Chosen, IReadOnlyList<string?> Names, IReadOnlyList<int> Separators)
{
    /// <summary>Reads an argument list of any sort; null when the node is none or nothing is known of what is called.</summary>
    public static CallSite? Of(SemanticModel model, SyntaxNode? list)
    {
        var (names, separators) = list switch
        {
            BaseArgumentListSyntax arguments => ([.. arguments.Arguments.Select(argument => argument.NameColon?.Name.Identifier.ValueText)], arguments.Arguments.GetSeparators()),
            AttributeArgumentListSyntax arguments => ([.. arguments.Arguments.Select(argument => (argument.NameColon?.Name ?? argument.NameEquals?.Name)?.Identifier.ValueText)], arguments.Arguments.GetSeparators()),
            _ => (Array.Empty<string?>(), Enumerable.Empty<SyntaxToken>()),
        };
        var (overloads, chosen) = list?.Parent switch
        {
            InvocationExpressionSyntax call => Called(model, call),
            BaseObjectCreationExpressionSyntax creation => Constructed(model, creation),
            ElementAccessExpressionSyntax access => Indexed(model, access),
            ConstructorInitializerSyntax initializer => OfInfo(model.GetSymbolInfo(initializer), model.GetMemberGroup(initializer)),
            PrimaryConstructorBaseTypeSyntax initializer => OfInfo(model.GetSymbolInfo(initializer), model.GetMemberGroup(initializer)),
            AttributeSyntax attribute => OfInfo(model.GetSymbolInfo(attribute), model.GetMemberGroup(attribute)),
            _ => ([], null),
        };
        var ordered = overloads.Distinct(SymbolEqualityComparer.Default).OfType<ISymbol>().OrderBy(symbol => SymbolText.ParametersOf(symbol).Length).ToList();
        return ordered.Count == 0 ? null : new CallSite(ordered, chosen, names, [.. separators.Select(separator => separator.SpanStart)]);
    }

    /// <summary>The parameter that an argument at <paramref name="position"/> is for; null when the overload has none for it.</summary>
    public IParameterSymbol? ParameterAt(ISymbol overload, int position)
    {
        var index = Separators.Count(separator => separator < position);
        var parameters = SymbolText.ParametersOf(overload);
        if (index < Names.Count && Names[index] is { } name)
            return parameters.FirstOrDefault(parameter => parameter.Name == name);
        return index < parameters.Length ? parameters[index] : parameters.LastOrDefault(parameter => parameter.IsParams);
    }

    private static (IEnumerable<ISymbol>, ISymbol?) Called(SemanticModel model, InvocationExpressionSyntax call)
    {
        var (group, chosen) = OfInfo(model.GetSymbolInfo(call), model.GetMemberGroup(call.Expression));
        if (group.Any())
            return (group, chosen);
        // A delegate is called through its Invoke.
        return model.GetTypeInfo(call.Expression).Type is INamedTypeSymbol { DelegateInvokeMethod: { } invoke } ? ([invoke], invoke) : (group, chosen);
    }

    private static (IEnumerable<ISymbol>, ISymbol?) Constructed(SemanticModel model, BaseObjectCreationExpressionSyntax creation)
    {
        var type = creation is ObjectCreationExpressionSyntax { Type: var name } ? model.GetSymbolInfo(name).Symbol as INamedTypeSymbol : model.GetTypeInfo(creation).Type as INamedTypeSymbol;
        return (type?.InstanceConstructors.Where(constructor => model.IsAccessible(creation.SpanStart, constructor)) ?? [], model.GetSymbolInfo(creation).Symbol);
    }

    private static (IEnumerable<ISymbol>, ISymbol?) Indexed(SemanticModel model, ElementAccessExpressionSyntax access)
    {
        var type = model.GetTypeInfo(access.Expression).Type;
        return (type is null ? [] : model.LookupSymbols(access.SpanStart, type).OfType<IPropertySymbol>().Where(property => property.IsIndexer)
            .Concat(BaseTypes(type).SelectMany(current => current.GetMembers().OfType<IPropertySymbol>()).Where(property => property.IsIndexer && model.IsAccessible(access.SpanStart, property))), model.GetSymbolInfo(access).Symbol);
    }

    private static IEnumerable<ITypeSymbol> BaseTypes(ITypeSymbol type)
    {
        for (ITypeSymbol? current = type; current is not null; current = current.BaseType)
            yield return current;
    }

    private static (IEnumerable<ISymbol>, ISymbol?) OfInfo(SymbolInfo info, IEnumerable<ISymbol> group)
    {
        var all = group.Concat(info.CandidateSymbols);
        return (info.Symbol is null ? all : all.Prepend(info.Symbol), info.Symbol);
    }
}

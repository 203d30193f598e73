using Microsoft.CodeAnalysis;

namespace Workbench.Notebooks.Intelligence;

/// <summary>Collects the completions that fit what was typed, and orders them.</summary>
internal sealed class CompletionSet(string typed)
{
    private readonly List<(int Rank, int Distance, string Name, Func<CompletionItem> Item)> _found = [];

    public void AddKeywords(IEnumerable<string> keywords)
    {
        foreach (var keyword in keywords)
            Add(keyword, 1, () => new CompletionItem(keyword, keyword, CompletionKind.Keyword, ""));
    }

    public void AddAll(IEnumerable<CompletionItem> items)
    {
        foreach (var item in items)
            Add(item.Display, 0, () => item);
    }

    /// <summary>Adds symbols; the overloads of a name are one completion.</summary>
    public void AddSymbols(IEnumerable<ISymbol> symbols) => AddNamed(symbols, symbol => symbol.Name);

    /// <summary>Adds attribute classes by the names they are used by.</summary>
    public void AddAttributes(IEnumerable<ISymbol> types) =>
        AddNamed(types, type => type.Name.EndsWith("Attribute", StringComparison.Ordinal) && type.Name.Length > 9 ? type.Name[..^9] : type.Name);

    /// <summary>The best completions, best first; the order depends on nothing but their names and kinds.</summary>
    public IReadOnlyList<CompletionItem> Best(int limit)
    {
        var texts = new HashSet<string>();
        return
        [
            .. _found.OrderBy(entry => entry.Rank).ThenBy(entry => entry.Distance)
                .ThenBy(entry => entry.Name, StringComparer.OrdinalIgnoreCase).ThenBy(entry => entry.Name, StringComparer.Ordinal)
                .Select(entry => entry.Item()).Where(item => texts.Add(item.Text)).Take(limit),
        ];
    }

    private void AddNamed(IEnumerable<ISymbol> symbols, Func<ISymbol, string> nameOf)
    {
        var byName = new Dictionary<string, List<ISymbol>>();
        foreach (var symbol in symbols)
        {
            if (!symbol.CanBeReferencedByName || CompletionMatch.Rank(nameOf(symbol), typed) == CompletionMatch.None || IsHidden(symbol))
                continue;
            var name = nameOf(symbol);
            if (!byName.TryGetValue(name, out var overloads))
                byName[name] = overloads = [];
            overloads.Add(symbol);
        }
        foreach (var (name, overloads) in byName)
            Add(name, DistanceOf(overloads[0]), () => ItemOf(name, overloads));
    }

    private void Add(string name, int distance, Func<CompletionItem> item)
    {
        if (CompletionMatch.Rank(name, typed) is not CompletionMatch.None and var rank)
            _found.Add((rank, distance, name, item));
    }

    private static CompletionItem ItemOf(string name, List<ISymbol> overloads)
    {
        var first = overloads[0];
        var others = overloads.Count(symbol => symbol.Kind == first.Kind) - 1;
        var more = others > 0 && first is IMethodSymbol ? $" (+{others} overload{(others == 1 ? "" : "s")})" : "";
        var isGeneric = first is INamedTypeSymbol && overloads.All(symbol => symbol is INamedTypeSymbol { Arity: > 0 });
        return new CompletionItem(SymbolText.Escaped(name), isGeneric ? name + "<>" : name, SymbolText.KindOf(first), SymbolText.Signature(first) + more);
    }

    // What the cell itself speaks of comes first; of the rest, namespaces last.
    private static int DistanceOf(ISymbol symbol) => symbol switch
    {
        ILocalSymbol or IParameterSymbol or IRangeVariableSymbol or { ContainingType.IsScriptClass: true } => 0,
        INamespaceSymbol => 2,
        _ => 1,
    };

    private static bool IsHidden(ISymbol symbol)
    {
        if (symbol is INamespaceSymbol { ContainingNamespace.IsGlobalNamespace: true } space)
            return space.Name is "Internal" or "FxResources" or "Interop";
        // Public in the runtime's library, absent from its reference library.
        if (symbol.Name is "ListDictionaryInternal")
            return true;
        if (symbol.Locations.Length > 0 && symbol.Locations[0].IsInSource && symbol.ContainingAssembly?.Name == "Question")
            return false;
        foreach (var attribute in symbol.GetAttributes())
        {
            // EditorBrowsableState.Never is 1.
            if (attribute.AttributeClass?.Name == "EditorBrowsableAttribute" && attribute.ConstructorArguments is [{ Value: 1 }])
                return true;
        }
        return false;
    }
}

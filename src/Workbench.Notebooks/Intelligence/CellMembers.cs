using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Workbench.Notebooks.Intelligence;

/// <summary>The variables and functions that cells declare at their top level, with those that <c>using static</c> brings.</summary>
internal static class CellMembers
{
    private static readonly ConditionalWeakTable<Compilation, ISymbol[]> Known = [];

    /// <summary>Of a cell and those before it, the newest of each name.</summary>
    public static IEnumerable<ISymbol> Of(Compilation cell)
    {
        var names = new HashSet<string>();
        for (var current = cell; current is not null; current = current.ScriptCompilationInfo?.PreviousScriptCompilation)
        {
            // Overloads of one cell stay together.
            foreach (var group in Known.GetValue(current, Declared).GroupBy(symbol => symbol.Name))
            {
                if (!names.Add(group.Key))
                    continue;
                foreach (var symbol in group)
                    yield return symbol;
            }
        }
    }

    private static ISymbol[] Declared(Compilation cell)
    {
        var own = cell.ScriptClass?.GetMembers().Where(symbol => symbol is not ITypeSymbol) ?? [];
        var imported = ((CSharpCompilationOptions)cell.Options).Usings.Select(name => cell.GetTypeByMetadataName(name)).OfType<INamedTypeSymbol>().Concat(StaticImports(cell))
            .SelectMany(type => type.GetMembers().Where(symbol => symbol.IsStatic && symbol.DeclaredAccessibility == Accessibility.Public && symbol is not (ITypeSymbol or IMethodSymbol { IsExtensionMethod: true })));
        return [.. own.Concat(imported).Where(symbol => symbol.CanBeReferencedByName && symbol is not IMethodSymbol { MethodKind: not MethodKind.Ordinary })];
    }

    private static IEnumerable<INamedTypeSymbol> StaticImports(Compilation cell)
    {
        foreach (var tree in cell.SyntaxTrees)
        {
            foreach (var directive in ((CompilationUnitSyntax)tree.GetRoot()).Usings.Where(directive => directive.StaticKeyword.RawKind != 0 && directive.Name is not null))
            {
                if (cell.GetSemanticModel(tree).GetSymbolInfo(directive.Name!).Symbol is INamedTypeSymbol type)
                    yield return type;
            }
        }
    }
}

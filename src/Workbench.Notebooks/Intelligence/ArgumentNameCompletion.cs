using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Workbench.Notebooks.Intelligence;

/// <summary>The names of parameters, where an argument begins.</summary>
internal static class ArgumentNameCompletion
{
    public static IEnumerable<CompletionItem> At(SemanticModel model, CompletionSite site)
    {
        if (!(site.Left.IsKind(SyntaxKind.OpenParenToken) || site.Left.IsKind(SyntaxKind.CommaToken)) || CallSite.Of(model, site.Left.Parent) is not { } call)
            return [];
        var used = call.Names.ToHashSet();
        return call.Overloads.SelectMany(overload => SymbolText.ParametersOf(overload))
            .Where(parameter => parameter.Name.Length > 0 && !used.Contains(parameter.Name))
            .DistinctBy(parameter => parameter.Name)
            .Select(parameter => new CompletionItem($"{SymbolText.Escaped(parameter.Name)}: ", parameter.Name + ":", CompletionKind.Parameter, parameter.ToDisplayString(SymbolText.Short)));
    }
}

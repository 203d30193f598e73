using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Workbench.Notebooks.Intelligence;

/// <summary>The members that an object initialiser or a <c>with</c> expression may set.</summary>
internal static class InitializerCompletion
{
    /// <summary>Members not set yet, and whether the braces may hold items of a collection as well.</summary>
    public static (IEnumerable<ISymbol> Members, bool IsCollection) At(SemanticModel model, CompletionSite site)
    {
        var initializer = (InitializerExpressionSyntax)site.Left.Parent!;
        var type = initializer.Parent switch
        {
            BaseObjectCreationExpressionSyntax creation => model.GetTypeInfo(creation).Type,
            WithExpressionSyntax with => model.GetTypeInfo(with.Expression).Type,
            AssignmentExpressionSyntax assignment => model.GetTypeInfo(assignment.Left).Type,
            _ => null,
        };
        if (type is null or IErrorTypeSymbol)
            return ([], false);
        var set = initializer.Expressions.OfType<AssignmentExpressionSyntax>().Select(assignment => (assignment.Left as IdentifierNameSyntax)?.Identifier.ValueText).ToHashSet();
        var isCollection = type.AllInterfaces.Any(contract => contract.SpecialType == SpecialType.System_Collections_IEnumerable) && type.GetMembers("Add").Length > 0;
        var members = model.LookupSymbols(site.Word.SpanStart, type).Where(symbol => !symbol.IsStatic && !set.Contains(symbol.Name) && symbol switch
        {
            IPropertySymbol { IsIndexer: false } property => property.SetMethod is { } setter && model.IsAccessible(site.Word.SpanStart, setter),
            IFieldSymbol field => !field.IsReadOnly,
            _ => false,
        });
        return (members, isCollection);
    }
}

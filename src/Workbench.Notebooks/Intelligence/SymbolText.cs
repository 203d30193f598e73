using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Workbench.Notebooks.Intelligence;

/// <summary>Symbols as C# spells them, and the kind each is.</summary>
internal static class SymbolText
{
    private const SymbolDisplayMiscellaneousOptions Misc =
        SymbolDisplayMiscellaneousOptions.UseSpecialTypes
        | SymbolDisplayMiscellaneousOptions.EscapeKeywordIdentifiers
        | SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier
        | SymbolDisplayMiscellaneousOptions.CollapseTupleTypes;

    /// <summary>Types by their simple names, members with types and parameters.</summary>
    public static readonly SymbolDisplayFormat Short = new(
        typeQualificationStyle: SymbolDisplayTypeQualificationStyle.NameOnly,
        genericsOptions: SymbolDisplayGenericsOptions.IncludeTypeParameters,
        memberOptions: SymbolDisplayMemberOptions.IncludeParameters | SymbolDisplayMemberOptions.IncludeType | SymbolDisplayMemberOptions.IncludeRef,
        delegateStyle: SymbolDisplayDelegateStyle.NameAndSignature,
        extensionMethodStyle: SymbolDisplayExtensionMethodStyle.InstanceMethod,
        parameterOptions: SymbolDisplayParameterOptions.IncludeType | SymbolDisplayParameterOptions.IncludeName | SymbolDisplayParameterOptions.IncludeParamsRefOut
            | SymbolDisplayParameterOptions.IncludeDefaultValue | SymbolDisplayParameterOptions.IncludeExtensionThis,
        propertyStyle: SymbolDisplayPropertyStyle.ShowReadWriteDescriptor,
        localOptions: SymbolDisplayLocalOptions.IncludeType | SymbolDisplayLocalOptions.IncludeConstantValue | SymbolDisplayLocalOptions.IncludeRef,
        kindOptions: SymbolDisplayKindOptions.None,
        miscellaneousOptions: Misc);

    private static readonly SymbolDisplayFormat Qualified = Short
        .WithMemberOptions(SymbolDisplayMemberOptions.IncludeParameters | SymbolDisplayMemberOptions.IncludeType | SymbolDisplayMemberOptions.IncludeRef | SymbolDisplayMemberOptions.IncludeContainingType
            | SymbolDisplayMemberOptions.IncludeConstantValue | SymbolDisplayMemberOptions.IncludeModifiers)
        .WithGenericsOptions(SymbolDisplayGenericsOptions.IncludeTypeParameters | SymbolDisplayGenericsOptions.IncludeTypeConstraints | SymbolDisplayGenericsOptions.IncludeVariance);

    private static readonly SymbolDisplayFormat TypeDeclaration = new(
        typeQualificationStyle: SymbolDisplayTypeQualificationStyle.NameAndContainingTypesAndNamespaces,
        genericsOptions: Qualified.GenericsOptions,
        delegateStyle: SymbolDisplayDelegateStyle.NameAndSignature,
        parameterOptions: Short.ParameterOptions,
        kindOptions: SymbolDisplayKindOptions.IncludeTypeKeyword | SymbolDisplayKindOptions.IncludeNamespaceKeyword,
        miscellaneousOptions: SymbolDisplayMiscellaneousOptions.EscapeKeywordIdentifiers);

    /// <summary>A declaration of a symbol as a reader wants to see it by itself.</summary>
    public static string Full(ISymbol symbol) => symbol switch
    {
        ILocalSymbol => $"(local) {symbol.ToDisplayString(Short)}",
        IParameterSymbol => $"(parameter) {symbol.ToDisplayString(Short)}",
        IRangeVariableSymbol => $"(range variable) {symbol.Name}",
        IFieldSymbol { ContainingType.IsScriptClass: true } variable => $"(variable) {variable.Type.ToDisplayString(Short)} {variable.Name}",
        { ContainingType.IsScriptClass: true } and not ITypeSymbol => symbol.ToDisplayString(Short),
        IMethodSymbol { MethodKind: MethodKind.ReducedExtension } => $"(extension) {symbol.ToDisplayString(Qualified)}",
        ITypeParameterSymbol parameter => $"(type parameter) {parameter.Name}",
        INamespaceOrTypeSymbol => symbol.ToDisplayString(TypeDeclaration).Replace("Submission#0.", ""),
        _ => symbol.ToDisplayString(Qualified),
    };

    /// <summary>The kind of a symbol in a list of completions.</summary>
    public static CompletionKind KindOf(ISymbol symbol) => symbol switch
    {
        IMethodSymbol { MethodKind: MethodKind.ReducedExtension } => CompletionKind.Extension,
        IMethodSymbol => CompletionKind.Method,
        IPropertySymbol => CompletionKind.Property,
        IFieldSymbol { ContainingType.TypeKind: TypeKind.Enum } => CompletionKind.EnumMember,
        IFieldSymbol { ContainingType.IsScriptClass: true } or ILocalSymbol => CompletionKind.Local,
        IFieldSymbol => CompletionKind.Field,
        IEventSymbol => CompletionKind.Event,
        IParameterSymbol or IRangeVariableSymbol => CompletionKind.Parameter,
        INamespaceSymbol => CompletionKind.Namespace,
        IAliasSymbol alias => KindOf(alias.Target),
        ITypeSymbol type => type.TypeKind switch
        {
            TypeKind.Struct => CompletionKind.Struct,
            TypeKind.Interface => CompletionKind.Interface,
            TypeKind.Enum => CompletionKind.Enum,
            TypeKind.Delegate => CompletionKind.Delegate,
            _ => CompletionKind.Class,
        },
        _ => CompletionKind.Local,
    };

    /// <summary>The signature or type that a list shows beside the name.</summary>
    public static string Signature(ISymbol symbol) => symbol switch
    {
        IMethodSymbol or INamedTypeSymbol { TypeKind: TypeKind.Delegate } => symbol.ToDisplayString(Short),
        IPropertySymbol property => property.Type.ToDisplayString(Short),
        IFieldSymbol { ContainingType.TypeKind: TypeKind.Enum } constant => $"{constant.ContainingType.Name}.{constant.Name} = {constant.ConstantValue}",
        IFieldSymbol field => field.Type.ToDisplayString(Short),
        IEventSymbol @event => @event.Type.ToDisplayString(Short),
        ILocalSymbol local => local.Type.ToDisplayString(Short),
        IParameterSymbol parameter => parameter.Type.ToDisplayString(Short),
        INamespaceSymbol => symbol.ToDisplayString(),
        ITypeSymbol => symbol.ToDisplayString(SymbolDisplayFormat.CSharpErrorMessageFormat),
        IAliasSymbol alias => Signature(alias.Target),
        _ => "",
    };

    /// <summary>The parameters of a method or indexer.</summary>
    public static System.Collections.Immutable.ImmutableArray<IParameterSymbol> ParametersOf(ISymbol symbol) => symbol switch
    {
        IMethodSymbol method => method.Parameters,
        IPropertySymbol property => property.Parameters,
        _ => [],
    };

    /// <summary>A name as code spells it: with @ before keywords.</summary>
    public static string Escaped(string name) =>
        SyntaxFacts.GetKeywordKind(name) != SyntaxKind.None ? "@" + name : name;
}

using System.Collections.Concurrent;
using System.Xml;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Workbench.Notebooks.Intelligence.Documentation;

/// <summary>Documentation comments of symbols: from cells, from the file beside a library, from the SDK for the framework.</summary>
internal sealed class SymbolDocumentation
{
    private const int MostRemembered = 500;

    /// <summary>A comment may be inherited from one that is inherited; nobody writes longer chains.</summary>
    private const int LongestInheritance = 8;

    private readonly ConcurrentDictionary<(string Library, string Member), XElement?> _found = [];

    /// <summary>The documentation of a symbol, inherited where it says so or has none of its own; null when there is none.</summary>
    /// <param name="symbol">What is asked about.</param>
    /// <param name="compilation">Where it is used; knows the files of libraries.</param>
    public XElement? Of(ISymbol symbol, Compilation compilation) => Of(symbol, compilation, LongestInheritance);

    private XElement? Of(ISymbol symbol, Compilation compilation, int depth)
    {
        symbol = ((symbol as IMethodSymbol)?.ReducedFrom ?? symbol).OriginalDefinition;
        var own = symbol.DeclaringSyntaxReferences.Length > 0 ? InSource(symbol) : InLibrary(symbol, compilation);
        var inherits = own is null || own.Descendants("inheritdoc").Any();
        if (!inherits || depth == 0)
            return own;
        return Bases(symbol).Select(other => Of(other, compilation, depth - 1)).FirstOrDefault(found => found is not null) ?? own;
    }

    private static IEnumerable<ISymbol> Bases(ISymbol symbol)
    {
        ISymbol? overridden = symbol switch
        {
            IMethodSymbol method => method.OverriddenMethod,
            IPropertySymbol property => property.OverriddenProperty,
            IEventSymbol @event => @event.OverriddenEvent,
            _ => null,
        };
        if (overridden is not null)
            yield return overridden;
        if (symbol is not (IMethodSymbol or IPropertySymbol or IEventSymbol) || symbol.ContainingType is null)
            yield break;
        foreach (var member in symbol.ContainingType.AllInterfaces.SelectMany(contract => contract.GetMembers(symbol.Name)))
        {
            if (SymbolEqualityComparer.Default.Equals(symbol.ContainingType.FindImplementationForInterfaceMember(member), symbol))
                yield return member;
        }
    }

    private XElement? InLibrary(ISymbol symbol, Compilation compilation)
    {
        if (symbol.ContainingAssembly is not { } assembly || symbol.GetDocumentationCommentId() is not { } id || LibraryOf(assembly, compilation) is not { } library)
            return null;
        if (_found.Count > MostRemembered)
            _found.Clear();
        return _found.GetOrAdd((library, id), _ =>
        {
            var beside = Path.ChangeExtension(library, ".xml");
            if (File.Exists(beside))
                return XmlDocumentationFile.Find(beside, id);
            var type = symbol as INamedTypeSymbol ?? symbol.ContainingType;
            return FrameworkDocumentation.Covers(library) && type?.GetDocumentationCommentId() is { } typeId ? FrameworkDocumentation.Of(typeId, id) : null;
        });
    }

    private static string? LibraryOf(IAssemblySymbol assembly, Compilation compilation)
    {
        // References belong to the cell that made them.
        for (var current = compilation; current is not null; current = current.ScriptCompilationInfo?.PreviousScriptCompilation)
        {
            if (current.GetMetadataReference(assembly) is PortableExecutableReference { FilePath: { } path })
                return path;
        }
        return null;
    }

    // Cells are compiled without documentation, so that its comments are comments.
    private static XElement? InSource(ISymbol symbol)
    {
        foreach (var reference in symbol.DeclaringSyntaxReferences)
        {
            for (var node = reference.GetSyntax(); node is not null; node = node.Parent!)
            {
                if (CommentBefore(node.GetFirstToken()) is { } comment)
                    return comment;
                if (node is MemberDeclarationSyntax or StatementSyntax or ParameterSyntax)
                    break;
            }
        }
        return null;
    }

    private static XElement? CommentBefore(SyntaxToken token)
    {
        var lines = token.LeadingTrivia.Where(trivia => trivia.IsKind(SyntaxKind.SingleLineCommentTrivia))
            .Select(trivia => trivia.ToString()).Where(text => text.StartsWith("///", StringComparison.Ordinal) && !text.StartsWith("////", StringComparison.Ordinal))
            .Select(text => text[3..]).ToList();
        if (lines.Count == 0)
            return null;
        try
        {
            return XElement.Parse($"<member>{string.Join('\n', lines)}</member>", LoadOptions.PreserveWhitespace);
        }
        catch (XmlException)
        {
            // A comment that is no XML still says something.
            return new XElement("member", new XElement("summary", string.Join('\n', lines)));
        }
    }
}

using System.Xml.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Workbench.Notebooks.Engine;
using Workbench.Notebooks.Intelligence.Documentation;

namespace Workbench.Notebooks.Intelligence;

/// <summary>What C# code at the cursor means: the name it is on, and the call it is in.</summary>
internal sealed class CSharpInspection(CompilationFork fork, ChainState state, CellText text, SymbolDocumentation documentation)
{
    private readonly InspectionWriter _writer = new();

    public Inspection? At(int position, int detailLevel)
    {
        // Empty brackets are those of an array type; an index in them makes them an indexer's.
        var isIndexer = position > 0 && text.Code[position - 1] == '[';
        var tree = isIndexer ? CSharpSyntaxTree.ParseText(text.Code.Insert(position, "0 "), CellText.ParseOptions, "cell") : text.Parse();
        var root = tree.GetRoot();
        var model = fork.Model(state, tree, text.Libraries);
        if (TouchedName(root, position) is { RawKind: not 0 } name && SymbolOf(model, name) is { } symbol)
            WriteSymbol(symbol, OverloadsOf(model, name), model.Compilation, detailLevel);
        if (CallAround(root, position) is { } list && CallSite.Of(model, list) is { } call)
            new SignatureHelp(_writer, documentation, model.Compilation).Write(call, position, detailLevel);
        return _writer.ToInspection();
    }

    private static SyntaxToken TouchedName(SyntaxNode root, int position)
    {
        foreach (var place in (int[])[position, position - 1])
        {
            if (place < 0 || place > root.FullSpan.End)
                continue;
            var token = root.FindToken(place);
            if (token.SpanStart <= position && position <= token.Span.End && token.Span.Length > 0
                && (token.IsKind(SyntaxKind.IdentifierToken) || SyntaxFacts.IsPredefinedType(token.Kind()) || token.Kind() is SyntaxKind.ThisKeyword or SyntaxKind.BaseKeyword))
                return token;
        }
        return default;
    }

    private static ISymbol? SymbolOf(SemanticModel model, SyntaxToken name)
    {
        if (name.Parent is null)
            return null;
        if (name.Parent is not ExpressionSyntax && model.GetDeclaredSymbol(name.Parent) is { } declared)
            return declared;
        var info = model.GetSymbolInfo(name.Parent);
        var symbol = info.Symbol ?? info.CandidateSymbols.FirstOrDefault();
        if (symbol is IAliasSymbol alias)
            symbol = alias.Target;
        return symbol is IErrorTypeSymbol or IDiscardSymbol ? null : symbol;
    }

    private static int OverloadsOf(SemanticModel model, SyntaxToken name) => name.Parent is SimpleNameSyntax simple ? model.GetMemberGroup(simple).Length : 1;

    /// <summary>The innermost argument list that the cursor is in; the body of a lambda in it is another place.</summary>
    private static SyntaxNode? CallAround(SyntaxNode root, int position)
    {
        var token = root.FindToken(Math.Min(position, root.FullSpan.End));
        if (token.SpanStart >= position)
            token = token.GetPreviousToken();
        foreach (var node in token.Parent?.AncestorsAndSelf() ?? [])
        {
            if (node is BlockSyntax)
                return null;
            var (open, close) = node switch
            {
                BaseArgumentListSyntax => (node.GetFirstToken(), node.GetLastToken(includeZeroWidth: true)),
                AttributeArgumentListSyntax list => (list.OpenParenToken, list.CloseParenToken),
                _ => default,
            };
            if (open.RawKind != 0 && open.Span.End <= position && (close.IsMissing || position <= close.SpanStart))
                return node;
        }
        return null;
    }

    private void WriteSymbol(ISymbol symbol, int overloads, Compilation compilation, int detailLevel)
    {
        var more = overloads > 1 ? $" (+{overloads - 1} overload{(overloads == 2 ? "" : "s")})" : "";
        var value = symbol is IFieldSymbol { ContainingType.IsScriptClass: true } variable && VariableValue.Of(variable, state) is { } shown ? $"\n// {shown}" : "";
        _writer.Code(SymbolText.Full(symbol) + more + value);
        if (symbol is IParameterSymbol { ContainingSymbol: { } owner })
        {
            if (Named(documentation.Of(owner, compilation), "param", symbol.Name) is { } said)
                _writer.Paragraph(said);
            return;
        }
        if (symbol is ILocalSymbol or INamespaceSymbol or IRangeVariableSymbol || documentation.Of(symbol, compilation) is not { } documented)
            return;
        DocumentationSections.Write(_writer, documented, detailLevel);
    }

    private static XElement? Named(XElement? documented, string element, string name) =>
        documented?.Elements(element).FirstOrDefault(entry => entry.Attribute("name")?.Value == name);
}

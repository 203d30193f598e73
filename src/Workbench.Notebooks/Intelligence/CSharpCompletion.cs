using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Workbench.Notebooks.Engine;

namespace Workbench.Notebooks.Intelligence;

/// <summary>Completions of C# code by what the names in scope at the cursor are.</summary>
internal sealed class CSharpCompletion(CompilationFork fork, ChainState state, CellText text)
{
    /// <summary>Longer lists help nobody and cost time on the wire.</summary>
    private const int Limit = 1000;

    /// <summary>
    /// Stands for the word at the cursor while the text is parsed: so there always is a name, and half a keyword does not turn the
    /// sentence around.
    /// </summary>
    private const string Placeholder = "completion__";

    /// <summary>What may stand at <paramref name="position"/>.</summary>
    public CompletionList At(int position)
    {
        var code = text.Code;
        var (start, end) = WordAt(code, position);
        var typed = code[start..position].TrimStart('@');
        var none = new CompletionList([], start, end);
        if (typed.Length > 0 && !SyntaxFacts.IsIdentifierStartCharacter(typed[0]))
            return none;
        var tree = CSharpSyntaxTree.ParseText(string.Concat(code.AsSpan(0, start), Placeholder, code.AsSpan(end)), CellText.ParseOptions, "cell");
        var site = CompletionSite.Of(tree.GetRoot(), start);
        if (site.Kind == SiteKind.None)
            return none;
        var model = fork.Model(state, tree, text.Libraries);
        var found = new CompletionSet(typed);
        found.AddKeywords(KeywordCompletion.At(site));
        var scope = new ScopeCompletion(model, site, typed);
        switch (site.Kind)
        {
            case SiteKind.Members:
                found.AddSymbols(new MemberCompletion(model, site).Symbols());
                break;
            case SiteKind.Override:
                found.AddAll(OverrideCompletion.At(model, site));
                break;
            case SiteKind.Initializer:
                var (members, isCollection) = InitializerCompletion.At(model, site);
                found.AddSymbols(members);
                if (isCollection)
                    found.AddSymbols(scope.Values());
                break;
            case SiteKind.Using:
                found.AddSymbols(scope.Imports());
                break;
            case SiteKind.Attribute:
                found.AddAttributes(scope.Attributes());
                break;
            case SiteKind.Type or SiteKind.Parameter or SiteKind.MemberDeclaration:
                found.AddSymbols(scope.Types());
                break;
            case SiteKind.Statement or SiteKind.Expression:
                found.AddAll(ArgumentNameCompletion.At(model, site));
                found.AddSymbols(scope.Values());
                break;
        }
        return new CompletionList(found.Best(Limit), start, end);
    }

    /// <summary>The word that the cursor is in or behind; what follows the cursor belongs to it only when something stands before.</summary>
    private static (int Start, int End) WordAt(string code, int position)
    {
        var start = position;
        while (start > 0 && SyntaxFacts.IsIdentifierPartCharacter(code[start - 1]))
            start--;
        var end = position;
        while (start < position && end < code.Length && SyntaxFacts.IsIdentifierPartCharacter(code[end]))
            end++;
        if (start > 0 && code[start - 1] == '@')
            start--;
        return (start, end);
    }
}

using Workbench.Notebooks.Engine;
using Workbench.Notebooks.Intelligence.Documentation;
using Workbench.Notebooks.Kernels;

namespace Workbench.Notebooks.Intelligence;

/// <summary>
/// Answers questions about the text of a cell: what may follow, what a name means, whether it is finished. It compiles the text after the
/// cells run so far and emits nothing, so that no code of the notebook runs; it keeps no state of its own but what saves time.
/// </summary>
/// <param name="state">The cells so far.</param>
/// <param name="magics">The words that may stand after <c>#!</c>.</param>
/// <param name="languageOf">The language that a word after <c>#!</c> starts, or null when it starts none.</param>
internal sealed class CodeIntelligence(Func<ChainState> state, IReadOnlyList<MagicName> magics, Func<string, string?> languageOf)
{
    private readonly CompilationFork _fork = new();
    private readonly SymbolDocumentation _documentation = new();

    /// <summary>What may stand at <paramref name="position"/>.</summary>
    public CompletionList Complete(string code, int position)
    {
        var now = state();
        if (DirectiveCompletion.Of(code, position, now.BaseDirectory, magics) is { } directive)
            return directive;
        var text = CellText.Of(code, languageOf);
        if (text.IsBlankedAt(position) || Nesting.IsTooDeep(code))
            return new CompletionList([], position, position);
        return Guarded(() => new CSharpCompletion(_fork, now, text).At(position), new CompletionList([], position, position));
    }

    /// <summary>What stands at <paramref name="position"/>, or null when nothing is known.</summary>
    public Inspection? Inspect(string code, int position, int detailLevel)
    {
        var text = CellText.Of(code, languageOf);
        return text.IsBlankedAt(position) ? DirectiveInspection.Of(code, position, magics)
            : Nesting.IsTooDeep(code) ? null
            : Guarded(() => new CSharpInspection(_fork, state(), text, _documentation).At(position, detailLevel), null);
    }

    /// <summary>Whether a text can be run.</summary>
    public Completeness IsComplete(string code)
    {
        var first = code.AsSpan().TrimStart();
        if (first.StartsWith("#!"))
        {
            var end = first.IndexOf('\n');
            var language = languageOf(CellText.DirectiveWord(end < 0 ? first : first[..end]));
            if (language is not (null or "csharp"))
                return new Completeness(language is "fsharp" ? CompletenessStatus.Unknown : CompletenessStatus.Complete);
        }
        return Nesting.IsTooDeep(code) ? new Completeness(CompletenessStatus.Unknown) : CompletenessCheck.Of(CellText.Of(code, languageOf));
    }

    /// <summary>Asks questions whose answers nobody reads, to load the compiler's parts and the framework's symbols.</summary>
    public void WarmUp()
    {
        foreach (var sample in (string[])["Con", "\"\".", "new[] { 1 }.Select(x => x.", "Console.WriteLine("])
        {
            Complete(sample, sample.Length);
            Inspect(sample, sample.Length, 0);
        }
    }

    // Unfinished text is full of surprises, and Roslyn gives up on deep nesting with an exception; no help is better than a failing editor.
    private static T Guarded<T>(Func<T> answer, T none)
    {
        try
        {
            return answer();
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return none;
        }
    }
}

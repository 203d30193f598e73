using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Workbench.Notebooks.Kernels;

/// <summary>Takes cells apart at the lines that start with <c>#!name</c>.</summary>
/// <param name="languages">The languages, and what chooses them.</param>
/// <param name="magics">The other lines that are known.</param>
internal sealed class CellParser(LanguageTable languages, IReadOnlyList<Magic> magics)
{
    private static readonly CSharpParseOptions Script = new(kind: SourceCodeKind.Script);

    /// <summary>The parts of a cell in order. All of it is looked at before anything of it runs.</summary>
    /// <param name="code">The cell's text.</param>
    /// <param name="name">How the cell is called in messages.</param>
    /// <param name="language">The language until a line chooses another.</param>
    /// <exception cref="MagicException">A line is unknown or wrong.</exception>
    public IReadOnlyList<CellPart> Parse(string code, string name, ISubkernel language)
    {
        var parts = new List<CellPart>();
        var lines = code.Split('\n');
        MagicCall? chooser = null;
        var chosenAt = 1;
        var start = 0;
        for (var i = 0; i < lines.Length; i++)
        {
            if (!IsMagic(lines[i]) || IsInsideCSharp(lines, start, i, language))
                continue;
            AddText(i);
            var place = $"{name}, line {i + 1}";
            try
            {
                AddLine(lines[i][2..], i + 1);
            }
            catch (MagicException e)
            {
                throw e.At(place);
            }
            start = i + 1;
        }
        AddText(lines.Length);
        return parts;

        void AddText(int end)
        {
            // A chooser with options says something even when no text follows, such as the file a value comes from.
            if (lines[start..end].All(string.IsNullOrWhiteSpace) && chooser is not { Values.Count: > 0 })
                return;
            parts.Add(new TextPart(language, chooser is null ? start + 1 : chosenAt, new string('\n', start) + string.Join('\n', lines[start..end]), chooser));
            chooser = null;
        }

        void AddLine(string line, int number)
        {
            var words = MagicLine.Words(line);
            if (languages.Find(words[0]) is { } chosen)
            {
                var call = chosen.Syntax.Parse([.. words.Skip(1)]);
                if (call.IsHelp)
                    parts.Add(new HelpPart(chosen, number, chosen.Syntax));
                (language, chooser, chosenAt) = (chosen, call, number);
            }
            else if (magics.FirstOrDefault(magic => magic.Syntax.Name == words[0] || magic.Syntax.Aliases.Contains(words[0])) is { } magic)
            {
                var call = magic.Syntax.Parse([.. words.Skip(1)]);
                parts.Add(call.IsHelp ? new HelpPart(language, number, magic.Syntax) : new MagicPart(language, number, magic, call));
            }
            else if (MissingKernels.Explain(words[0]) is { } missing)
            {
                throw new MagicException(missing);
            }
            else
            {
                var known = languages.Names.Concat(magics.Select(magic => magic.Syntax.Name));
                throw new MagicException($"unknown directive '#!{words[0]}'{NearestName.Hint(words[0], known, "#!")}", "#!lsmagic lists those that are known.");
            }
        }
    }

    private static bool IsMagic(string line) => line.Length > 2 && line.StartsWith("#!", StringComparison.Ordinal) && char.IsLetter(line[2]);

    /// <summary>True when the line stands in a string or comment of C# that began above it.</summary>
    private static bool IsInsideCSharp(string[] lines, int start, int line, ISubkernel language)
    {
        if (language.Name != "csharp" || !lines[start..line].Any(text => text.Contains('"') || text.Contains("/*", StringComparison.Ordinal)))
            return false;
        var before = string.Join('\n', lines[start..line]) + "\n";
        var root = CSharpSyntaxTree.ParseText(before + string.Join('\n', lines[line..]), Script).GetRoot();
        if (root.FindTrivia(before.Length, findInsideTrivia: true) is { RawKind: not 0 } trivia && trivia.SpanStart < before.Length)
            return trivia.IsKind(SyntaxKind.MultiLineCommentTrivia);
        return root.FindToken(before.Length) is var token && token.SpanStart < before.Length && token.Span.End > before.Length;
    }
}

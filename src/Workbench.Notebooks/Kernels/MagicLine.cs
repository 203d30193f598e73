using System.Text;

namespace Workbench.Notebooks.Kernels;

/// <summary>Splits a line that speaks to the kernel into words.</summary>
internal static class MagicLine
{
    /// <summary>
    /// Words are separated by white space; double quotes hold a word with spaces together and go away, <c>\"</c> in them stands for a quote;
    /// what follows <c>:{</c> belongs to the word to its closing brace, quotes and all. A word that starts with <c>//</c> begins a remark.
    /// </summary>
    /// <exception cref="MagicException">A quote or brace is not closed.</exception>
    public static IReadOnlyList<string> Words(string line)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        var isWord = false;
        for (var i = 0; i < line.Length; i++)
        {
            if (char.IsWhiteSpace(line[i]))
            {
                if (isWord)
                    words.Add(word.ToString());
                word.Clear();
                isWord = false;
                continue;
            }
            if (!isWord && line.AsSpan(i).StartsWith("//"))
                return words;
            isWord = true;
            if (line[i] == '"')
                i = Quoted(line, i, word, keepQuotes: false);
            else if (line[i] == '{' && word.Length > 0 && word[^1] == ':')
                i = Braced(line, i, word);
            else
                word.Append(line[i]);
        }
        if (isWord)
            words.Add(word.ToString());
        return words;
    }

    /// <summary>Appends a quoted text and returns where its closing quote stands.</summary>
    private static int Quoted(string line, int start, StringBuilder word, bool keepQuotes)
    {
        if (keepQuotes)
            word.Append('"');
        for (var i = start + 1; i < line.Length; i++)
        {
            if (line[i] == '"')
            {
                if (keepQuotes)
                    word.Append('"');
                return i;
            }
            if (line[i] == '\\' && i + 1 < line.Length && (keepQuotes || line[i + 1] == '"'))
            {
                if (keepQuotes)
                    word.Append('\\');
                i++;
            }
            word.Append(line[i]);
        }
        throw new MagicException($"a quote is not closed: {line[start..].Trim()}");
    }

    private static int Braced(string line, int start, StringBuilder word)
    {
        var depth = 0;
        for (var i = start; i < line.Length; i++)
        {
            if (line[i] == '"')
            {
                i = Quoted(line, i, word, keepQuotes: true);
                continue;
            }
            word.Append(line[i]);
            depth += line[i] switch { '{' => 1, '}' => -1, _ => 0 };
            if (depth == 0)
                return i;
        }
        throw new MagicException($"a brace is not closed: {line[start..].Trim()}");
    }
}

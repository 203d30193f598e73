using System.Text;
using System.Text.RegularExpressions;
using static Microsoft.DotNet.Interactive.Formatting.Html;

namespace Workbench.Notebooks.Html;

/// <summary>Text of a terminal as HTML: the sixteen colours, before and behind the text, and its styles become classes, other codes vanish.</summary>
internal static partial class AnsiMarkup
{
    public static string Render(string text)
    {
        var html = new StringBuilder();
        var classes = new SortedSet<string>(StringComparer.Ordinal);
        var position = 0;
        foreach (Match code in Sequence().Matches(text))
        {
            Write(html, text[position..code.Index], classes);
            position = code.Index + code.Length;
            if (code.Groups["codes"].Success)
                Apply(code.Groups["codes"].Value, classes);
        }
        Write(html, text[position..], classes);
        return html.ToString();
    }

    private static void Write(StringBuilder html, string text, SortedSet<string> classes)
    {
        if (text.Length == 0)
            return;
        html.Append(classes.Count == 0 ? Encode(text) : $"<span class=\"{string.Join(' ', classes)}\">{Encode(text)}</span>");
    }

    private static void Apply(string codes, SortedSet<string> classes)
    {
        var numbers = codes.Split(';').Select(code => int.TryParse(code, out var number) ? number : 0).ToArray();
        for (var i = 0; i < numbers.Length; i++)
        {
            switch (numbers[i])
            {
                case 0: classes.Clear(); break;
                case 1: classes.Add("bold"); break;
                case 2: classes.Add("dim"); break;
                case 3: classes.Add("italic"); break;
                case 4: classes.Add("underline"); break;
                case 7: classes.Add("inverse"); break;
                case 9: classes.Add("struck"); break;
                case 22: classes.RemoveWhere(name => name is "bold" or "dim"); break;
                case 23: classes.Remove("italic"); break;
                case 24: classes.Remove("underline"); break;
                case 27: classes.Remove("inverse"); break;
                case 29: classes.Remove("struck"); break;
                case (>= 30 and <= 37) or (>= 90 and <= 97): Colour("ansi", numbers[i] >= 90 ? numbers[i] - 82 : numbers[i] - 30, classes); break;
                case (>= 40 and <= 47) or (>= 100 and <= 107): Colour("back", numbers[i] >= 100 ? numbers[i] - 92 : numbers[i] - 40, classes); break;
                case 39: Colour("ansi", null, classes); break;
                case 49: Colour("back", null, classes); break;
                case 38 or 48:
                    // A colour of the 256 or of the 16 million: its numbers are not codes. Of the 256 the first sixteen are the usual ones.
                    var isIndexed = i + 1 < numbers.Length && numbers[i + 1] == 5;
                    if (isIndexed && i + 2 < numbers.Length && numbers[i + 2] is >= 0 and < 16)
                        Colour(numbers[i] == 38 ? "ansi" : "back", numbers[i + 2], classes);
                    i += isIndexed ? 2 : 4;
                    break;
            }
        }
    }

    private static void Colour(string kind, int? number, SortedSet<string> classes)
    {
        classes.RemoveWhere(name => name.StartsWith(kind, StringComparison.Ordinal));
        if (number is { } chosen)
            classes.Add($"{kind}{chosen}");
    }

    [GeneratedRegex(@"\x1b\[(?:(?<codes>[0-9;]*)m|[0-9;?]*[A-Za-ln-z])")]
    private static partial Regex Sequence();
}

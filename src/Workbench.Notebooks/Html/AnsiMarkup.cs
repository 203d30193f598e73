using System.Text;
using System.Text.RegularExpressions;
using static Microsoft.DotNet.Interactive.Formatting.Html;

namespace Workbench.Notebooks.Html;

/// <summary>Text of a terminal as HTML: the sixteen colours, bold, italic and underline become classes, other codes vanish.</summary>
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
                case 3: classes.Add("italic"); break;
                case 4: classes.Add("underline"); break;
                case 22: classes.Remove("bold"); break;
                case 23: classes.Remove("italic"); break;
                case 24: classes.Remove("underline"); break;
                case (>= 30 and <= 37) or (>= 90 and <= 97):
                    classes.RemoveWhere(name => name.StartsWith("ansi", StringComparison.Ordinal));
                    classes.Add($"ansi{(numbers[i] >= 90 ? numbers[i] - 82 : numbers[i] - 30)}");
                    break;
                case 39: classes.RemoveWhere(name => name.StartsWith("ansi", StringComparison.Ordinal)); break;
                // A colour of the 256 or of the 16 million: its numbers are not codes.
                case 38 or 48: i += i + 1 < numbers.Length && numbers[i + 1] == 5 ? 2 : 4; break;
            }
        }
    }

    [GeneratedRegex(@"\x1b\[(?:(?<codes>[0-9;]*)m|[0-9;?]*[A-Za-ln-z])")]
    private static partial Regex Sequence();
}

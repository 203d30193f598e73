using System.Text;
using System.Text.RegularExpressions;

namespace Workbench.Notebooks.Html;

/// <summary>
/// Lets through the style that changes how an output looks, and none that would load something or reach out of the output: not by an
/// address, not by a brace too many that closes the block it is put in.
/// </summary>
internal static partial class CssFilter
{
    private const string Opening = "@scope {";

    /// <summary>A style sheet for the output it stands in and not for the page; empty where it cannot be let through.</summary>
    public static string Sheet(string css)
    {
        if (string.IsNullOrWhiteSpace(css) || Plain(css, allowBlocks: true) is not { } plain || Reaches(plain))
            return "";
        // Cleaned before: the block holds everything, as it does where the first brace is closed by the last character.
        return IsScoped(plain) ? plain : $"{Opening} {plain} }}";
    }

    /// <summary>Whether the declarations of a <c>style</c> attribute, or the value of one that may hold style, do no harm.</summary>
    public static bool IsHarmless(string declarations) => Plain(declarations, allowBlocks: false) is { } plain && !Reaches(plain);

    /// <summary>The style without its comments; null where brackets or quotes do not match, or signs occur that change how it is read.</summary>
    private static string? Plain(string css, bool allowBlocks)
    {
        var plain = new StringBuilder();
        var open = new Stack<char>();
        for (var i = 0; i < css.Length; i++)
        {
            var character = css[i];
            switch (character)
            {
                case '\\' or '<' or '\0':
                    return null;
                case '/' when i + 1 < css.Length && css[i + 1] == '*':
                    var end = css.IndexOf("*/", i + 2, StringComparison.Ordinal);
                    if (end < 0)
                        return null;
                    plain.Append(' ');
                    i = end + 1;
                    continue;
                case '"' or '\'':
                    var closing = css.IndexOf(character, i + 1);
                    if (closing < 0 || css.AsSpan(i, closing - i).IndexOfAny("\\<\r\n\f") >= 0)
                        return null;
                    plain.Append(css, i, closing - i + 1);
                    i = closing;
                    continue;
                case '{' when !allowBlocks:
                    return null;
                case '{' or '(' or '[':
                    open.Push(character switch { '{' => '}', '(' => ')', _ => ']' });
                    break;
                case '}' or ')' or ']' when !open.TryPop(out var expected) || expected != character:
                    return null;
            }
            plain.Append(character);
        }
        return open.Count == 0 ? plain.ToString() : null;
    }

    private static bool IsScoped(string plain)
    {
        if (!plain.StartsWith(Opening, StringComparison.Ordinal) || !plain.EndsWith('}'))
            return false;
        var depth = 0;
        for (var i = 0; i < plain.Length - 1; i++)
        {
            depth += plain[i] switch { '{' => 1, '}' => -1, _ => 0 };
            if (depth == 0 && i >= Opening.Length)
                return false;
        }
        return depth == 1;
    }

    /// <summary>Style that would load something or run something; a reference into the same page is fine.</summary>
    private static bool Reaches(string plain) => Acting().IsMatch(OwnReference().Replace(plain, ""));

    [GeneratedRegex(@"url\(\s*(?<quote>[""']?)#[\w-]+\k<quote>\s*\)", RegexOptions.IgnoreCase)]
    private static partial Regex OwnReference();

    [GeneratedRegex(@"(?:url|src|image|image-set|cross-fade|element|paint|expression)\s*\(|@import|@charset|@namespace|@font-face|@property|behavior\s*:|-moz-binding", RegexOptions.IgnoreCase)]
    private static partial Regex Acting();
}

using System.Text;
using System.Text.RegularExpressions;
using Workbench.Notebooks.Html.Tex;
using static Microsoft.DotNet.Interactive.Formatting.Html;

namespace Workbench.Notebooks.Html;

/// <summary>An output of LaTeX as HTML: a formula, or a text with formulas between dollar signs. Its text is text: nothing in it becomes an element.</summary>
internal static partial class LatexMarkup
{
    public static string Render(string latex)
    {
        var text = latex.Trim();
        foreach (var (open, close) in ((string, string)[])[("$$", "$$"), ("\\[", "\\]"), ("\\(", "\\)"), ("$", "$")])
        {
            if (text.Length < open.Length + close.Length || !text.StartsWith(open, StringComparison.Ordinal) || !text.EndsWith(close, StringComparison.Ordinal))
                continue;
            var inner = text[open.Length..^close.Length];
            if (!Dollar().IsMatch(inner))
                return Formula(inner);
        }
        return Dollar().IsMatch(text) ? Mixed(text) : Formula(text);
    }

    private static string Formula(string tex) => $"<div class=\"formula\">{TexToMathMl.Convert(tex, isDisplay: true)}</div>";

    private static string Mixed(string text)
    {
        var html = new StringBuilder("<div class=\"markdown\">");
        var position = 0;
        foreach (Match formula in Delimited().Matches(text))
        {
            html.Append(Encode(text[position..formula.Index]));
            html.Append(formula.Groups["block"].Success ? Formula(formula.Groups["block"].Value) : TexToMathMl.Convert(formula.Groups["inline"].Value, isDisplay: false));
            position = formula.Index + formula.Length;
        }
        return html.Append(Encode(text[position..])).Append("</div>").ToString();
    }

    [GeneratedRegex(@"(?<!\\)\$")]
    private static partial Regex Dollar();

    [GeneratedRegex(@"(?<!\\)\$\$(?<block>[^$]+)\$\$|(?<!\\)\$(?<inline>[^$]+)\$")]
    private static partial Regex Delimited();
}

using System.Text.RegularExpressions;
using Workbench.Notebooks.Html.Tex;

namespace Workbench.Notebooks.Html;

/// <summary>An output of LaTeX as HTML: a formula, or a text with formulas between dollar signs.</summary>
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
        return Dollar().IsMatch(text) ? $"<div class=\"markdown\">{MarkdownMarkup.Render(text)}</div>" : Formula(text);
    }

    private static string Formula(string tex) => $"<div class=\"formula\">{TexToMathMl.Convert(tex, isDisplay: true)}</div>";

    [GeneratedRegex(@"(?<!\\)\$")]
    private static partial Regex Dollar();
}

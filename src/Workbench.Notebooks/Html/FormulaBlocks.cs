using System.Text;
using System.Text.RegularExpressions;

namespace Workbench.Notebooks.Html;

/// <summary>
/// Jupyter lets a formula begin right after <c>$$</c> and span lines, and takes a bare <c>\begin{align}</c> for one. Markdown as Markdig reads it
/// wants the dollar signs on lines of their own; this puts them there, outside of code.
/// </summary>
internal static partial class FormulaBlocks
{
    private const int MatchTimeout = 2000;

    public static string Normalise(string markdown)
    {
        if (!markdown.Contains("$$", StringComparison.Ordinal) && !markdown.Contains("\\begin{", StringComparison.Ordinal))
            return markdown;
        try
        {
            var result = new StringBuilder();
            var position = 0;
            foreach (Match fence in CodeFence().Matches(markdown))
            {
                result.Append(Separate(markdown[position..fence.Index])).Append(fence.Value);
                position = fence.Index + fence.Length;
            }
            return result.Append(Separate(markdown[position..])).ToString();
        }
        catch (RegexMatchTimeoutException)
        {
            // A text made to be slow to read; its formulas stay as they are written.
            return markdown;
        }
    }

    private static string Separate(string text)
    {
        text = Block().Replace(text, formula => $"{formula.Groups["indent"].Value}$$\n{formula.Groups["tex"].Value.Trim('\n')}\n{formula.Groups["indent"].Value}$$");
        return BareEnvironment().Replace(text, formula => $"$$\n{formula.Value.TrimEnd()}\n$$");
    }

    [GeneratedRegex(@"^(?<fence>```+|~~~+)[^\n]*\n.*?^\k<fence>[^\n]*$", RegexOptions.Multiline | RegexOptions.Singleline, MatchTimeout)]
    private static partial Regex CodeFence();

    /// <summary>Dollar signs that begin a line and a pair that ends one.</summary>
    [GeneratedRegex(@"^(?<indent>[ \t]*)\$\$(?<tex>[^$]+)\$\$[ \t]*$", RegexOptions.Multiline, MatchTimeout)]
    private static partial Regex Block();

    [GeneratedRegex(@"^\\begin\{(?<name>(?:equation|align|gather|eqnarray|multline)\*?)\}.*?\\end\{\k<name>\}[ \t]*$", RegexOptions.Multiline | RegexOptions.Singleline, MatchTimeout)]
    private static partial Regex BareEnvironment();
}

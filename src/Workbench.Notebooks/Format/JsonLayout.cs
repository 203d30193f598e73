using System.Text.RegularExpressions;

namespace Workbench.Notebooks.Format;

/// <summary>How a notebook file is laid out; taken from the file that was read so that a change touches few lines.</summary>
/// <param name="Indent">What a level is indented by.</param>
/// <param name="Newline">What ends a line; empty when all stands on one line.</param>
/// <param name="FinalNewline">Whether the file ends with the end of a line.</param>
/// <param name="Space">What stands behind a colon, and on one line behind a comma.</param>
/// <param name="IsAscii">Whether characters beyond ASCII are written as escapes.</param>
internal sealed partial record JsonLayout(string Indent, string Newline, bool FinalNewline, string Space = " ", bool IsAscii = false)
{
    /// <summary>Jupyter's own layout: indentation by one space, a newline at the end.</summary>
    public static JsonLayout Jupyter { get; } = new(" ", "\n", true);

    public static JsonLayout Of(string text)
    {
        var isAscii = text.All(char.IsAscii) && Escape().IsMatch(text);
        var space = FirstName().Match(text) is { Success: true } match ? match.Groups[1].Value : " ";
        var content = text.AsSpan().Trim();
        var line = content.IndexOf('\n');
        if (line < 0)
            return new JsonLayout("", "", text.EndsWith('\n'), space, isAscii);
        var newline = line > 0 && content[line - 1] == '\r' ? "\r\n" : "\n";
        var end = line + 1;
        while (end < content.Length && content[end] is ' ' or '\t')
            end++;
        return new JsonLayout(content[(line + 1)..end].ToString(), newline, text.EndsWith('\n'), space, isAscii);
    }

    [GeneratedRegex(@"^\s*\{\s*""[^""\\]*"":( ?)")]
    private static partial Regex FirstName();

    /// <summary>An escaped character beyond ASCII, and not a backslash followed by what looks like one.</summary>
    [GeneratedRegex(@"(?<!\\)(?:\\\\)*\\u(?:00[89a-fA-F]|0[1-9a-fA-F]|[1-9a-fA-F])")]
    private static partial Regex Escape();
}

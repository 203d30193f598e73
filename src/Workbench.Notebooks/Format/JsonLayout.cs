namespace Workbench.Notebooks.Format;

/// <summary>How a notebook file is laid out; taken from the file that was read so that a change touches few lines.</summary>
internal sealed record JsonLayout(string Indent, string Newline, bool FinalNewline)
{
    /// <summary>Jupyter's own layout: indentation by one space, a newline at the end.</summary>
    public static JsonLayout Jupyter { get; } = new(" ", "\n", true);

    public static JsonLayout Of(string text)
    {
        var line = text.IndexOf('\n');
        if (line < 0)
            return Jupyter;
        var newline = line > 0 && text[line - 1] == '\r' ? "\r\n" : "\n";
        var end = line + 1;
        while (end < text.Length && text[end] is ' ' or '\t')
            end++;
        return new JsonLayout(text[(line + 1)..end], newline, text.EndsWith('\n'));
    }
}

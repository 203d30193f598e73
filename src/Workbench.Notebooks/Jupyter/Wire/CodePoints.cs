namespace Workbench.Notebooks.Jupyter.Wire;

/// <summary>Positions in a text: Jupyter counts Unicode code points, .NET counts UTF-16 units.</summary>
internal static class CodePoints
{
    /// <summary>The UTF-16 position of a code point position; positions beyond the text are its end.</summary>
    public static int ToUtf16(string text, int codePoints)
    {
        var at = 0;
        for (; codePoints > 0 && at < text.Length; codePoints--)
            at += char.IsSurrogatePair(text, at) ? 2 : 1;
        return at;
    }

    /// <summary>The code point position of a UTF-16 position; inside of a pair counts as before it.</summary>
    public static int FromUtf16(string text, int position)
    {
        var codePoints = 0;
        for (var at = 0; at < Math.Min(position, text.Length);)
        {
            at += char.IsSurrogatePair(text, at) ? 2 : 1;
            if (at <= position)
                codePoints++;
        }
        return codePoints;
    }
}

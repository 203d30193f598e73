using System.Text;
using Microsoft.CodeAnalysis.Text;

namespace Workbench.Notebooks.Engine;

/// <summary>Insertions and replacements in a text, and the way back from a place in the new text to that in the old.</summary>
internal sealed class TextEdits(string text)
{
    private readonly List<(int Start, int Length, string Text)> _edits = [];

    public bool IsEmpty => _edits.Count == 0;

    /// <summary>Inserts a text; of several at one place, the first given stands first.</summary>
    public void Insert(int position, string inserted) => _edits.Add((position, 0, inserted));

    public void Replace(TextSpan span, string by) => _edits.Add((span.Start, span.Length, by));

    /// <summary>Replaces all but line ends by spaces.</summary>
    public void Blank(TextSpan span) =>
        Replace(span, string.Create(span.Length, (text, span.Start), (target, source) =>
        {
            for (var i = 0; i < target.Length; i++)
                target[i] = source.text[source.Start + i] is var c and ('\n' or '\r') ? c : ' ';
        }));

    /// <summary>The new text.</summary>
    public string Apply()
    {
        var result = new StringBuilder(text.Length + _edits.Sum(edit => edit.Text.Length));
        var at = 0;
        foreach (var (start, length, inserted) in _edits.OrderBy(edit => edit.Start))
        {
            result.Append(text, at, start - at).Append(inserted);
            at = start + length;
        }
        return result.Append(text, at, text.Length - at).ToString();
    }

    /// <summary>Where a position of the new text was in the old; what has been inserted lies where it was inserted.</summary>
    public int Original(int position)
    {
        var shift = 0;
        foreach (var (start, length, inserted) in _edits.OrderBy(edit => edit.Start))
        {
            var from = start + shift;
            if (position < from)
                break;
            if (position < from + inserted.Length)
                return Math.Min(start + Math.Min(position - from, length), text.Length);
            shift += inserted.Length - length;
        }
        return Math.Clamp(position - shift, 0, text.Length);
    }
}

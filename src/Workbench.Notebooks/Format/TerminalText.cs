using System.Text;

namespace Workbench.Notebooks.Format;

/// <summary>
/// Text as a terminal would leave it: a carriage return goes back to the start of the line and what follows overwrites,
/// so that of a progress line only its last state remains.
/// </summary>
internal sealed class TerminalText
{
    private readonly StringBuilder _lines = new();
    private readonly StringBuilder _line = new();
    private int _column;

    /// <summary>Length of the text so far.</summary>
    public int Length => _lines.Length + _line.Length;

    public void Append(string text)
    {
        foreach (var c in text)
        {
            switch (c)
            {
                case '\n':
                    _lines.Append(_line).Append('\n');
                    _line.Clear();
                    _column = 0;
                    break;
                case '\r':
                    _column = 0;
                    break;
                case '\b':
                    _column = Math.Max(0, _column - 1);
                    break;
                default:
                    Put(c);
                    break;
            }
        }
    }

    public override string ToString() => _lines.ToString() + _line;

    private void Put(char c)
    {
        // Colour codes take no columns, so a coloured line cannot be overwritten column by column: it starts anew.
        if (_column == 0 && _line.Length > 0 && _line.ToString().Contains('\u001b'))
            _line.Clear();
        if (_column < _line.Length)
            _line[_column] = c;
        else
            _line.Append(c);
        _column++;
    }
}

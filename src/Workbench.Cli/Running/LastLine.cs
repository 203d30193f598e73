using System.Text;

namespace Workbench.Cli.Running;

/// <summary>Follows printed text the way a terminal does and knows its newest line: a carriage return starts the line again.</summary>
internal sealed class LastLine
{
    private readonly StringBuilder _line = new();
    private bool _restart;
    private string _complete = "";

    /// <summary>The line being written, or the last complete one that says something.</summary>
    public string Text => _line.ToString().Trim() is { Length: > 0 } line ? line : _complete;

    /// <summary>Takes in more text.</summary>
    public void Feed(string text)
    {
        foreach (var character in text)
        {
            switch (character)
            {
                case '\n':
                    _complete = _line.ToString().Trim() is { Length: > 0 } line ? line : _complete;
                    _line.Clear();
                    _restart = false;
                    break;
                case '\r':
                    _restart = true;
                    break;
                default:
                    if (_restart)
                    {
                        // Kept until something is written over it, so that a progress line does not flicker.
                        _line.Clear();
                        _restart = false;
                    }

                    _line.Append(char.IsControl(character) ? ' ' : character);
                    break;
            }
        }
    }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        _line.Clear();
        _restart = false;
        _complete = "";
    }
}

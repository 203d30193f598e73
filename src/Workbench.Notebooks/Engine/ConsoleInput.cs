using System.Text;

namespace Workbench.Notebooks.Engine;

/// <summary>Stands in for <see cref="Console.In"/>: asks the person at the front end of the cell, line by line.</summary>
internal sealed class ConsoleInput : TextReader
{
    /// <summary>What has been typed and not been read, with the end of its line.</summary>
    private string _rest = "";

    public override int Peek() => Fill() ? _rest[0] : -1;

    public override int Read()
    {
        if (!Fill())
            return -1;
        var first = _rest[0];
        _rest = _rest[1..];
        return first;
    }

    public override int Read(char[] buffer, int index, int count)
    {
        if (count == 0 || !Fill())
            return 0;
        count = Math.Min(count, _rest.Length);
        _rest.CopyTo(0, buffer, index, count);
        _rest = _rest[count..];
        return count;
    }

    public override string? ReadLine()
    {
        if (!Fill())
            return null;
        var line = _rest[..^1];
        _rest = "";
        return line;
    }

    /// <summary>Reads lines until the front end has no more or an empty one comes: there is no key for the end of input.</summary>
    public override string ReadToEnd()
    {
        var all = new StringBuilder();
        while (ReadLine() is { Length: > 0 } line)
            all.Append(line).Append('\n');
        return all.ToString();
    }

    private bool Fill()
    {
        if (_rest.Length > 0)
            return true;
        if (CellScope.Current is not { } scope)
            return false;
        if (scope.ReadInput("", isPassword: false) is not { } line)
            return false;
        _rest = line.TrimEnd('\r', '\n') + "\n";
        return true;
    }
}

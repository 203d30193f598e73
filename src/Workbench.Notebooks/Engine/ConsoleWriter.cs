using System.Text;

namespace Workbench.Notebooks.Engine;

/// <summary>Stands in for <see cref="Console.Out"/> or <see cref="Console.Error"/> and hands texts to the cell that wrote them.</summary>
internal sealed class ConsoleWriter(string stream, TextWriter outsideCells) : TextWriter
{
    public override Encoding Encoding => Encoding.UTF8;

    public override string NewLine => "\n";

    public override void Write(char value) => Write([value]);

    public override void Write(char[] buffer, int index, int count) => Write(buffer.AsSpan(index, count));

    public override void Write(string? value) => Write(value.AsSpan());

    public override void Write(ReadOnlySpan<char> text)
    {
        if (CellScope.Current is { } scope)
            scope.Write(stream, text);
        else
            outsideCells.Write(text);
    }

    public override void WriteLine(string? value)
    {
        if (CellScope.Current is { } scope)
            scope.Write(stream, value, "\n");
        else
            outsideCells.Write(value + "\n");
    }

    public override void Flush() => CellScope.Current?.Flush();
}

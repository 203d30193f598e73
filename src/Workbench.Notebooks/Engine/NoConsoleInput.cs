namespace Workbench.Notebooks.Engine;

/// <summary>Stands in for <see cref="Console.In"/> where nobody can answer; waiting would hang the run.</summary>
internal sealed class NoConsoleInput : TextReader
{
    public override int Read() => throw new InvalidOperationException("This notebook runs without a person: Console input is not available.");

    public override int Peek() => Read();

    public override string? ReadLine() => throw new InvalidOperationException("This notebook runs without a person: Console input is not available.");
}

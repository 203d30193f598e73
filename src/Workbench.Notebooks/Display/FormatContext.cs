namespace Microsoft.DotNet.Interactive.Formatting;

/// <summary>Where a value is being written, and how deep inside others.</summary>
public sealed class FormatContext(TextWriter writer)
{
    /// <summary>No display goes on for ever: after so many values the rest is written by <see cref="object.ToString"/>.</summary>
    private const int MostValues = 5000;

    private int _values;

    /// <summary>Receives the text.</summary>
    public TextWriter Writer { get; private set; } = writer;

    /// <summary>How many values enclose the one being written; 0 for the one displayed.</summary>
    public int Depth { get; private set; }

    /// <summary>True when members are no longer opened, because of depth or amount.</summary>
    internal bool IsExhausted => Depth > Formatter.RecursionLimit || _values > MostValues;

    /// <summary>Writes a value inside the current one.</summary>
    internal void WriteNested(object? value, string mimeType)
    {
        Depth++;
        _values++;
        try
        {
            Formatter.Format(value, mimeType, this);
        }
        finally
        {
            Depth--;
        }
    }

    /// <summary>Writes a value inside the current one to a writer of its own.</summary>
    internal void WriteNestedTo(TextWriter other, object? value, string mimeType)
    {
        var outer = Writer;
        Writer = other;
        try
        {
            WriteNested(value, mimeType);
        }
        finally
        {
            Writer = outer;
        }
    }
}

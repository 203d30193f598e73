namespace Microsoft.DotNet.Interactive.Formatting;

/// <summary>Where a value is being written, inside which others, and how much has been written already.</summary>
public sealed class FormatContext(TextWriter writer)
{
    /// <summary>No display goes on for ever: after so many values the rest is written by <see cref="object.ToString"/>.</summary>
    private const int MostValues = 5000;

    /// <summary>Length of the texts of one display.</summary>
    private const int MostCharacters = 1_000_000;

    /// <summary>Length of a text inside other values.</summary>
    private const int MostNestedCharacters = 10_000;

    private readonly List<object> _enclosing = [];
    private int _values;
    private int _characters;

    /// <summary>Receives the text.</summary>
    public TextWriter Writer { get; private set; } = writer ?? throw new ArgumentNullException(nameof(writer));

    /// <summary>How many values enclose the one being written; 0 for the one displayed.</summary>
    public int Depth { get; private set; }

    /// <summary>True when members are no longer opened, because of depth or amount.</summary>
    internal bool IsExhausted => Depth > Formatter.RecursionLimit || _values > MostValues || _characters > MostCharacters;

    /// <summary>True when the value is being written already, further out.</summary>
    internal bool IsInside(object value) => !value.GetType().IsValueType && _enclosing.Exists(outer => ReferenceEquals(outer, value));

    /// <summary>Writes the parts of a value, which then encloses them.</summary>
    internal void Enclose(object value, Action<object, FormatContext> writeParts)
    {
        _enclosing.Add(value);
        try
        {
            writeParts(value, this);
        }
        finally
        {
            _enclosing.RemoveAt(_enclosing.Count - 1);
        }
    }

    /// <summary>The text, or as much of it as there is room for and how much is missing.</summary>
    internal string Fit(string text)
    {
        var room = Math.Clamp(MostCharacters - _characters, 100, Depth == 0 ? MostCharacters : MostNestedCharacters);
        _characters += Math.Min(text.Length, room);
        return Cut(text, room);
    }

    /// <summary>The first characters of a text and how many are missing.</summary>
    internal static string Cut(string text, int length)
    {
        if (text.Length <= length)
            return text;
        if (char.IsHighSurrogate(text[length - 1]))
            length--;
        return $"{text.AsSpan(0, length)}… ({text.Length - length} more characters)";
    }

    /// <summary>Writes a value inside the current one.</summary>
    internal void WriteNested(object? value, string mimeType)
    {
        Depth++;
        try
        {
            WriteSibling(value, mimeType);
        }
        finally
        {
            Depth--;
        }
    }

    /// <summary>Writes a value at the current depth.</summary>
    internal void WriteSibling(object? value, string mimeType)
    {
        _values++;
        Formatter.Format(value, mimeType, this);
    }

    /// <summary>What is written inside the current value, as a text of its own.</summary>
    internal string Capture(Action<FormatContext> write)
    {
        var outer = Writer;
        using var own = new StringWriter(outer.FormatProvider) { NewLine = "\n" };
        Writer = own;
        Depth++;
        try
        {
            write(this);
            return own.ToString();
        }
        finally
        {
            Depth--;
            Writer = outer;
        }
    }
}

namespace Microsoft.DotNet.Interactive.Formatting;

/// <summary>A formatter made of a function, for <see cref="Formatter.Register(ITypeFormatter)"/>.</summary>
public abstract class TypeFormatter<T> : ITypeFormatter
{
    private readonly FormatDelegate<T> _format;

    private protected TypeFormatter(string mimeType, FormatDelegate<T> format)
    {
        MimeType = mimeType;
        _format = format ?? throw new ArgumentNullException(nameof(format));
    }

    /// <inheritdoc/>
    public string MimeType { get; }

    /// <inheritdoc/>
    public Type Type => typeof(T);

    /// <inheritdoc/>
    public bool Format(object instance, FormatContext context) => _format((T)instance, context);

    private protected static FormatDelegate<T> Texts(Func<T, string> format)
    {
        ArgumentNullException.ThrowIfNull(format);
        return (value, context) => { context.Writer.Write(format(value)); return true; };
    }
}

/// <summary>Shows a type as <c>text/html</c>.</summary>
public sealed class HtmlFormatter<T> : TypeFormatter<T>
{
    /// <summary>By a function that writes the HTML, or returns false to pass the value on.</summary>
    public HtmlFormatter(FormatDelegate<T> format) : base(HtmlFormatter.MimeType, format)
    {
    }

    /// <summary>By a function that returns the HTML.</summary>
    public HtmlFormatter(Func<T, string> format) : base(HtmlFormatter.MimeType, Texts(format))
    {
    }
}

/// <summary>Shows a type as <c>text/plain</c>.</summary>
public sealed class PlainTextFormatter<T> : TypeFormatter<T>
{
    /// <summary>By a function that writes the text, or returns false to pass the value on.</summary>
    public PlainTextFormatter(FormatDelegate<T> format) : base(PlainTextFormatter.MimeType, format)
    {
    }

    /// <summary>By a function that returns the text.</summary>
    public PlainTextFormatter(Func<T, string> format) : base(PlainTextFormatter.MimeType, Texts(format))
    {
    }
}

/// <summary>Shows a type as <c>application/json</c>.</summary>
public sealed class JsonFormatter<T> : TypeFormatter<T>
{
    /// <summary>By a function that writes the JSON, or returns false to pass the value on.</summary>
    public JsonFormatter(FormatDelegate<T> format) : base(JsonFormatter.MimeType, format)
    {
    }

    /// <summary>By a function that returns the JSON.</summary>
    public JsonFormatter(Func<T, string> format) : base(JsonFormatter.MimeType, Texts(format))
    {
    }
}

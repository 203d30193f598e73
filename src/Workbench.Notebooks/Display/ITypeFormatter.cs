namespace Microsoft.DotNet.Interactive.Formatting;

/// <summary>Writes values of one type in one MIME type.</summary>
public interface ITypeFormatter
{
    /// <summary>The MIME type written.</summary>
    string MimeType { get; }

    /// <summary>The type formatted: a class, an interface or an open generic type.</summary>
    Type Type { get; }

    /// <summary>Writes the value; false passes it on to the next formatter.</summary>
    bool Format(object instance, FormatContext context);
}

/// <summary>Writes a value; false passes it on to the next formatter.</summary>
public delegate bool FormatDelegate<in T>(T value, FormatContext context);

/// <summary>A formatter made of a function.</summary>
internal sealed class FunctionFormatter(Type type, string mimeType, Func<object, FormatContext, bool> format) : ITypeFormatter
{
    public string MimeType { get; } = mimeType;

    public Type Type { get; } = type;

    public bool Format(object instance, FormatContext context) => format(instance, context);
}

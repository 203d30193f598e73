namespace Workbench.Display;

/// <summary>One formatter of the convention: a MIME type and a way to write an instance as it.</summary>
/// <typeparam name="T">The type that is formatted.</typeparam>
/// <param name="mimeType">What is written.</param>
/// <param name="format">The text for an instance.</param>
internal sealed class ConventionFormatter<T>(string mimeType, Func<T, string> format)
{
    /// <summary>What <see cref="Format"/> writes.</summary>
    public string MimeType { get; } = mimeType;

    /// <summary>The type this formatter is for.</summary>
    public Type Type { get; } = typeof(T);

    /// <summary>Writes the instance; false when it is not of the formatter's type, so that the kernel falls back.</summary>
    public bool Format(object instance, TextWriter writer)
    {
        if (instance is not T value)
            return false;
        writer.Write(format(value));
        return true;
    }
}

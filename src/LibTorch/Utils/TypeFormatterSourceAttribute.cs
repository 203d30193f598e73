namespace TorchSharp.Utils;

/// <summary>Says, by the naming convention that notebook kernels look for, how a type wants to be shown.</summary>
/// <param name="formatterSourceType">A type with a method <c>CreateTypeFormatters()</c>, whose items have <c>MimeType</c> and <c>Format(object, TextWriter)</c>.</param>
[AttributeUsage(AttributeTargets.Class)]
public class TypeFormatterSourceAttribute(Type formatterSourceType) : Attribute
{
    public Type FormatterSourceType { get; } = formatterSourceType;

    /// <summary>The first of these that a notebook can show is shown.</summary>
    public string[]? PreferredMimeTypes { get; set; }
}

namespace Workbench.Display;

/// <summary>
/// Tells a notebook kernel which formatters a type brings along. Kernels look this attribute up by its simple name (the convention of
/// .NET Interactive), so that the library needs no reference to any kernel.
/// </summary>
/// <param name="formatterSourceType">A type with a parameterless constructor and a public method <c>IEnumerable CreateTypeFormatters()</c>.</param>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class TypeFormatterSourceAttribute(Type formatterSourceType) : Attribute
{
    /// <summary>The type whose instances create the formatters.</summary>
    public Type FormatterSourceType { get; } = formatterSourceType;

    /// <summary>The MIME types shown when nobody asks for a particular one.</summary>
    public string[]? PreferredMimeTypes { get; set; }
}

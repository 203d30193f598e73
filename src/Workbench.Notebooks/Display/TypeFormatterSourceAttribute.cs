namespace Microsoft.DotNet.Interactive.Formatting;

/// <summary>
/// Names the class that makes the formatters of a type. A library without a reference to this assembly declares an attribute of the
/// same simple name instead; where both stand on a type, this one counts.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct)]
public sealed class TypeFormatterSourceAttribute(Type formatterSourceType) : Attribute
{
    /// <summary>A class with a parameterless constructor that implements <see cref="ITypeFormatterSource"/>.</summary>
    public Type FormatterSourceType { get; } = formatterSourceType;

    /// <summary>The MIME types in which values of the type are shown when none are asked for.</summary>
    public string[]? PreferredMimeTypes { get; set; }
}

/// <summary>Makes the formatters of a type that carries <see cref="TypeFormatterSourceAttribute"/>.</summary>
public interface ITypeFormatterSource
{
    /// <summary>The formatters.</summary>
    IEnumerable<ITypeFormatter> CreateTypeFormatters();
}

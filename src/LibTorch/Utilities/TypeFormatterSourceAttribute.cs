namespace TorchSharp.Utils;

/// <summary>Names the class whose <c>CreateTypeFormatters</c> shows values of this one in notebooks; kernels know it by its name.</summary>
[AttributeUsage(AttributeTargets.Class)]
public class TypeFormatterSourceAttribute(Type formatterSourceType) : Attribute
{
    public Type FormatterSourceType { get; } = formatterSourceType;

    /// <summary>The first of these that a notebook can show is shown.</summary>
    public string[]? PreferredMimeTypes { get; set; }
}

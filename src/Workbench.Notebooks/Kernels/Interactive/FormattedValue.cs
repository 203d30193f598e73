using Microsoft.DotNet.Interactive.Formatting;

namespace Microsoft.DotNet.Interactive;

/// <summary>A value as text of a MIME type.</summary>
public sealed class FormattedValue
{
    /// <summary>A text that is in a MIME type already.</summary>
    public FormattedValue(string mimeType, string value)
    {
        ArgumentException.ThrowIfNullOrEmpty(mimeType);
        ArgumentNullException.ThrowIfNull(value);
        MimeType = mimeType;
        Value = value;
    }

    /// <summary>The MIME type.</summary>
    public string MimeType { get; }

    /// <summary>The text.</summary>
    public string Value { get; }

    /// <summary>A value in several MIME types; without any, in those preferred for its type.</summary>
    public static IReadOnlyList<FormattedValue> CreateManyFromObject(object? value, params string[] mimeTypes)
    {
        ArgumentNullException.ThrowIfNull(mimeTypes);
        IReadOnlyList<string> chosen = mimeTypes.Length > 0 ? mimeTypes : Formatter.GetPreferredMimeTypesFor(value?.GetType());
        return [.. chosen.Select(mimeType => new FormattedValue(mimeType, value.ToDisplayString(mimeType)))];
    }

    /// <summary>A value in one MIME type.</summary>
    public static FormattedValue CreateSingleFromObject(object? value, string? mimeType = null)
    {
        var chosen = mimeType ?? Formatter.GetPreferredMimeTypesFor(value?.GetType())[0];
        return new FormattedValue(chosen, value.ToDisplayString(chosen));
    }
}

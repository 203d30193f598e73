using System.Globalization;

namespace Microsoft.DotNet.Interactive.Formatting;

/// <summary>
/// Decides how values are shown: which MIME types, by which formatter. Formatters that a notebook registers come first, then those
/// a type brings itself (<c>TypeFormatterSourceAttribute</c>), then the built-in ones; among them the most specific type first.
/// </summary>
public static class Formatter
{
    private static readonly FormatterRegistry Registry = new();
    private static int _listExpansionLimit = 20;

    /// <summary>MIME type of values for whose type nothing else is preferred; <c>text/html</c>.</summary>
    public static string DefaultMimeType { get; set; } = HtmlFormatter.MimeType;

    /// <summary>How many items of a sequence are shown.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative.</exception>
    public static int ListExpansionLimit
    {
        get => _listExpansionLimit;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            _listExpansionLimit = value;
        }
    }

    /// <summary>How many levels of nested objects are opened.</summary>
    public static int RecursionLimit { get; set; } = 6;

    /// <summary>Stands for null.</summary>
    public static string NullString { get; set; } = "<null>";

    /// <summary>Shows values of a type by a function that returns the text.</summary>
    public static void Register<T>(Func<T, string> formatter, string mimeType = PlainTextFormatter.MimeType)
    {
        ArgumentNullException.ThrowIfNull(formatter);
        Register<T>((value, context) => { context.Writer.Write(formatter(value)); return true; }, mimeType);
    }

    /// <summary>Shows values of a type by a function that writes the text.</summary>
    public static void Register<T>(Action<T, TextWriter> formatter, string mimeType = PlainTextFormatter.MimeType)
    {
        ArgumentNullException.ThrowIfNull(formatter);
        Register<T>((value, context) => { formatter(value, context.Writer); return true; }, mimeType);
    }

    /// <summary>Shows values of a type by a function that writes the text or declines.</summary>
    public static void Register<T>(FormatDelegate<T> formatter, string mimeType = PlainTextFormatter.MimeType)
    {
        ArgumentNullException.ThrowIfNull(formatter);
        Register(new FunctionFormatter(typeof(T), mimeType, (value, context) => formatter((T)value, context)));
    }

    /// <summary>Shows values of a type, which may be an open generic, by a function that writes the text.</summary>
    public static void Register(Type type, Action<object, TextWriter> formatter, string mimeType = PlainTextFormatter.MimeType)
    {
        ArgumentNullException.ThrowIfNull(type);
        ArgumentNullException.ThrowIfNull(formatter);
        Register(new FunctionFormatter(type, mimeType, (value, context) => { formatter(value, context.Writer); return true; }));
    }

    /// <summary>Adds a formatter.</summary>
    public static void Register(ITypeFormatter formatter)
    {
        ArgumentNullException.ThrowIfNull(formatter);
        Registry.Add(formatter);
    }

    /// <summary>Sets the MIME types in which values of a type are shown when none are asked for.</summary>
    public static void SetPreferredMimeTypesFor(Type type, params string[] preferredMimeTypes)
    {
        ArgumentNullException.ThrowIfNull(type);
        ArgumentNullException.ThrowIfNull(preferredMimeTypes);
        Registry.Prefer(type, preferredMimeTypes);
    }

    /// <summary>The MIME types in which values of a type are shown when none are asked for.</summary>
    public static IReadOnlyList<string> GetPreferredMimeTypesFor(Type? type) => type is null ? [DefaultMimeType] : Registry.PreferredFor(type);

    /// <summary>Forgets what was registered and set; formatters that types bring themselves stay.</summary>
    public static void ResetToDefault()
    {
        DefaultMimeType = HtmlFormatter.MimeType;
        ListExpansionLimit = 20;
        RecursionLimit = 6;
        NullString = "<null>";
        ExpansionLimits.Reset();
        Registry.Reset();
    }

    /// <summary>The value as text of a MIME type.</summary>
    public static string ToDisplayString(this object? value, string mimeType = PlainTextFormatter.MimeType)
    {
        using var writer = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        Format(value, mimeType, new FormatContext(writer));
        return writer.ToString();
    }

    /// <summary>The value as text, by one formatter; where that declines, by the usual rules.</summary>
    public static string ToDisplayString(this object? value, ITypeFormatter formatter)
    {
        ArgumentNullException.ThrowIfNull(formatter);
        using var writer = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        var context = new FormatContext(writer);
        if (value is null || !formatter.Format(value, context))
            Format(value, formatter.MimeType, context);
        return writer.ToString();
    }

    /// <summary>Writes the value as text of a MIME type, inside what the context is writing.</summary>
    public static void FormatTo<T>(this T value, FormatContext context, string mimeType = PlainTextFormatter.MimeType)
    {
        ArgumentNullException.ThrowIfNull(context);
        context.WriteNested(value, mimeType);
    }

    /// <summary>Writes the value as text of a MIME type.</summary>
    public static void FormatTo<T>(this T value, TextWriter writer, string mimeType = PlainTextFormatter.MimeType) =>
        Format(value, mimeType, new FormatContext(writer));

    /// <summary>What shows values of a type in a MIME type: the registered formatters, then the built-in form.</summary>
    public static ITypeFormatter GetPreferredFormatterFor(Type type, string mimeType = HtmlFormatter.MimeType)
    {
        ArgumentNullException.ThrowIfNull(type);
        ArgumentException.ThrowIfNullOrEmpty(mimeType);
        return new FunctionFormatter(type, mimeType, (value, context) => { Format(value, mimeType, context); return true; });
    }

    /// <summary>Whether MIME types have been set for the type.</summary>
    internal static bool HasPreferenceFor(Type type) => Registry.HasPreferenceFor(type);

    /// <summary>Whether a registered formatter, or one that the type brings, shows the value.</summary>
    internal static bool IsCustom(object? value, string mimeType) => value is not null && Registry.Candidates(value.GetType(), mimeType).Length > 0;

    internal static void Format(object? value, string mimeType, FormatContext context)
    {
        if (value is not null)
        {
            foreach (var formatter in Registry.Candidates(value.GetType(), mimeType))
            {
                if (formatter.Format(value, context))
                    return;
            }
        }
        switch (mimeType)
        {
            case HtmlFormatter.MimeType:
                HtmlFormatter.Write(value, context);
                break;
            case PlainTextFormatter.MimeType:
                PlainTextFormatter.Write(value, context);
                break;
            case JsonFormatter.MimeType:
                JsonFormatter.Write(value, context);
                break;
            default:
                OtherFormatter.Write(value, mimeType, context);
                break;
        }
    }
}

using System.Collections;
using System.Collections.Concurrent;
using System.Reflection;

namespace Microsoft.DotNet.Interactive.Formatting;

/// <summary>
/// Formatters that a type brings itself without referring to this assembly: an attribute class named <c>TypeFormatterSourceAttribute</c>,
/// in any namespace and of any visibility, names a class whose <c>CreateTypeFormatters()</c> returns objects with a <c>MimeType</c> and a
/// <c>bool Format(object, TextWriter)</c>.
/// </summary>
internal sealed record ConventionFormatters(IReadOnlyList<ITypeFormatter> Formatters, string[]? PreferredMimeTypes)
{
    private const BindingFlags PublicInstance = BindingFlags.Public | BindingFlags.Instance;

    private static readonly ConcurrentDictionary<Type, ConventionFormatters> Known = new();

    private static readonly ConventionFormatters None = new([], null);

    public static ConventionFormatters For(Type type) => Known.GetOrAdd(type, Find);

    private static ConventionFormatters Find(Type type)
    {
        var attributes = type.GetCustomAttributes(inherit: true).Where(attribute => attribute.GetType().Name == "TypeFormatterSourceAttribute").ToArray();
        if (attributes.Length == 0)
            return PlotlyNetCharts.For(type) ?? None;
        if (attributes.Any(attribute => attribute is TypeFormatterSourceAttribute))
            attributes = [.. attributes.Where(attribute => attribute is TypeFormatterSourceAttribute)];
        var formatters = new List<ITypeFormatter>();
        string[]? preferred = null;
        foreach (var attribute in attributes)
        {
            try
            {
                formatters.AddRange(Create(attribute, type));
                preferred ??= attribute.GetType().GetProperty("PreferredMimeTypes", PublicInstance)?.GetValue(attribute) as string[];
            }
            catch (Exception e)
            {
                var cause = e is TargetInvocationException { InnerException: { } inner } ? inner : e;
                Console.Error.WriteLine($"The formatters of {CSharpTypeName.Of(type)} cannot be used: {cause.Message}");
            }
        }
        return new ConventionFormatters(formatters, preferred);
    }

    private static IEnumerable<ITypeFormatter> Create(object attribute, Type type)
    {
        var sourceType = attribute.GetType().GetProperty("FormatterSourceType", PublicInstance)?.GetValue(attribute) as Type
            ?? throw new InvalidOperationException("its TypeFormatterSourceAttribute has no property FormatterSourceType.");
        var source = Activator.CreateInstance(sourceType, nonPublic: true)!;
        if (source is ITypeFormatterSource own)
            return own.CreateTypeFormatters().ToList();
        var create = sourceType.GetMethod("CreateTypeFormatters", PublicInstance, [])
            ?? throw new InvalidOperationException($"{sourceType.Name} has no method CreateTypeFormatters().");
        return ((IEnumerable?)create.Invoke(source, null) ?? Array.Empty<object>()).Cast<object>().Select(formatter => Adapt(formatter, type)).ToList();
    }

    private static ITypeFormatter Adapt(object formatter, Type type)
    {
        var own = formatter.GetType();
        var mimeType = own.GetProperty("MimeType", PublicInstance)?.GetValue(formatter) as string
            ?? throw new InvalidOperationException($"{own.Name} has no property MimeType.");
        var format = own.GetMethod("Format", PublicInstance, [typeof(object), typeof(TextWriter)])
            ?? throw new InvalidOperationException($"{own.Name} has no method bool Format(object, TextWriter).");
        var call = format.CreateDelegate<Func<object, TextWriter, bool>>(formatter);
        var target = own.GetProperty("Type", PublicInstance)?.GetValue(formatter) as Type ?? type;
        return new FunctionFormatter(target, mimeType, (value, context) => call(value, context.Writer));
    }
}

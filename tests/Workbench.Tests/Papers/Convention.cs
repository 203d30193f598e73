using System.Collections;

namespace Workbench.Tests.Papers;

/// <summary>
/// Shows a value the way a kernel does that knows nothing of the library: by the attribute's simple name and reflection only.
/// </summary>
internal static class Convention
{
    public static Dictionary<string, string> Show(object value)
    {
        var attribute = value.GetType().GetCustomAttributes(inherit: true).Single(a => a.GetType().Name == "TypeFormatterSourceAttribute");
        var preferred = (string[])attribute.GetType().GetProperty("PreferredMimeTypes")!.GetValue(attribute)!;
        var source = Activator.CreateInstance((Type)attribute.GetType().GetProperty("FormatterSourceType")!.GetValue(attribute)!)!;
        var formatters = ((IEnumerable)source.GetType().GetMethod("CreateTypeFormatters")!.Invoke(source, [])!).Cast<object>().ToArray();
        var shown = new Dictionary<string, string>();
        foreach (var mime in preferred)
        {
            var formatter = formatters.Single(f => (string)f.GetType().GetProperty("MimeType")!.GetValue(f)! == mime);
            var writer = new StringWriter();
            Assert.True((bool)formatter.GetType().GetMethod("Format", [typeof(object), typeof(TextWriter)])!.Invoke(formatter, [value, writer])!);
            shown[mime] = writer.ToString();
        }

        return shown;
    }
}

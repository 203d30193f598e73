using System.Runtime.CompilerServices;

namespace Microsoft.DotNet.Interactive.Formatting;

/// <summary>Values as <c>text/plain</c>.</summary>
public static class PlainTextFormatter
{
    /// <summary>The MIME type.</summary>
    public const string MimeType = "text/plain";

    private const string Step = "  ";

    internal static void Write(object? value, FormatContext context)
    {
        if (ValueShape.ScalarText(value) is { } text)
            context.Writer.Write(text);
        else if (context.IsExhausted)
            context.Writer.Write(value!.ToString());
        else if (ValueShape.Entries(value!) is { } entries)
            WriteEntries(value!, entries, context);
        else if (ValueShape.Items(value!) is { } items)
            WriteItems(value!, items, context);
        else
            WriteMembers(value!, context);
    }

    private static void WriteItems(object value, IEnumerable<object?> sequence, FormatContext context)
    {
        var (items, more) = ValueShape.Take(sequence, Formatter.ListExpansionLimit, ValueShape.CountOf(value));
        var texts = items.ConvertAll(item => Nested(item, context));
        var isTuple = value is ITuple;
        if (texts.TrueForAll(text => !text.Contains('\n')) && (isTuple || items.TrueForAll(item => item is not null && ValueShape.ScalarText(item) is not null) || texts.Sum(text => text.Length) < 80))
        {
            var (open, close) = isTuple ? ("(", ")") : ("[", "]");
            context.Writer.Write($"{open} {string.Join(", ", texts)}{(texts.Count > 0 && more is null ? " " : "")}{MoreText(more)}{close}");
            return;
        }
        context.Writer.Write(CSharpTypeName.Of(value.GetType()));
        foreach (var text in texts)
            context.Writer.Write("\n" + Step + "- " + WithoutTypeLine(text).Replace("\n", "\n" + Step + Step));
        if (more is not null)
            context.Writer.Write("\n" + Step + MoreText(more).Trim());
    }

    private static void WriteEntries(object value, IEnumerable<KeyValuePair<object, object?>> sequence, FormatContext context)
    {
        var (entries, more) = ValueShape.Take(sequence, Formatter.ListExpansionLimit, ValueShape.CountOf(value));
        context.Writer.Write(CSharpTypeName.Of(value.GetType()));
        if (entries.Count == 0)
            context.Writer.Write(" (empty)");
        foreach (var (key, content) in entries)
            WriteMember(Nested(key, context), content, context);
        if (more is not null)
            context.Writer.Write("\n" + Step + MoreText(more).Trim());
    }

    private static void WriteMembers(object value, FormatContext context)
    {
        context.Writer.Write(CSharpTypeName.Of(value.GetType()));
        foreach (var member in ValueShape.MembersOf(value.GetType()))
            WriteMember(member.Name, member.ValueIn(value), context);
    }

    private static void WriteMember(string name, object? value, FormatContext context) =>
        context.Writer.Write($"\n{Step}{name}: {Nested(value, context).Replace("\n", "\n" + Step)}");

    private static string Nested(object? value, FormatContext context)
    {
        using var writer = new StringWriter(context.Writer.FormatProvider) { NewLine = "\n" };
        context.WriteNestedTo(writer, value, MimeType);
        return writer.ToString();
    }

    /// <summary>An item of a list starts with its first member; the type stands once, above the list.</summary>
    private static string WithoutTypeLine(string text)
    {
        var line = text.IndexOf("\n" + Step, StringComparison.Ordinal);
        return line > 0 && !text[..line].Contains(':') ? text[(line + 1 + Step.Length)..].Replace("\n" + Step, "\n") : text;
    }

    private static string MoreText(int? more) => more switch
    {
        null => "",
        < 0 => " ... (more) ",
        _ => $" ... ({more} more) ",
    };
}

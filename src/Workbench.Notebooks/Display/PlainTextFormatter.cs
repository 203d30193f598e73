using System.Data;
using System.Runtime.CompilerServices;
using Microsoft.DotNet.Interactive.Formatting.TabularData;

namespace Microsoft.DotNet.Interactive.Formatting;

/// <summary>Values as <c>text/plain</c>.</summary>
public static class PlainTextFormatter
{
    /// <summary>The MIME type.</summary>
    public const string MimeType = "text/plain";

    private const string Step = "  ";

    /// <summary>What shows values of a type as plain text.</summary>
    public static ITypeFormatter GetPreferredFormatterFor(Type type) => Formatter.GetPreferredFormatterFor(type, MimeType);

    /// <summary>What shows values of a type as plain text.</summary>
    public static ITypeFormatter GetPreferredFormatterFor<T>() => GetPreferredFormatterFor(typeof(T));

    internal static void Write(object? value, FormatContext context)
    {
        if (ValueShape.ScalarText(value) is { } text)
            context.Writer.Write(context.Fit(text));
        else if (context.IsExhausted)
            context.Writer.Write(FormatContext.Cut(ValueShape.TextOf(value!), 1000));
        else if (context.IsInside(value!))
            context.Writer.Write($"(the same {CSharpTypeName.Of(value!.GetType())} again)");
        else
            context.Enclose(value!, WriteParts);
    }

    private static void WriteParts(object value, FormatContext context)
    {
        if (value is TableView table)
            table.WriteText(context);
        else if (value is DataTable data)
            TableView.Of(data, Formatter.ListExpansionLimit).WriteText(context);
        else if (value is TabularDataResource resource)
            resource.ToView(Formatter.ListExpansionLimit).WriteText(context);
        else if (value is DataSet set)
            WriteItems(set.Tables, set.Tables.Cast<object?>(), context);
        else if (ValueShape.Entries(value) is { } entries)
            WriteEntries(value, entries, context);
        else if (ValueShape.Items(value) is { } items)
            WriteSequence(value, items, context);
        else
            WriteMembers(value, context);
    }

    private static void WriteSequence(object value, IEnumerable<object?> items, FormatContext context)
    {
        if (ValueMembers.BesidesItems(value) is not { Count: > 0 } members)
        {
            WriteItems(value, items, context);
            return;
        }
        context.Writer.Write(CSharpTypeName.Of(value.GetType()));
        foreach (var member in members)
            WriteMember(member.Name, member.ValueIn(value), context);
        context.Writer.Write($"\n{Step}(values): {context.Capture(inner => WriteItems(value, items, inner)).Replace("\n", "\n" + Step)}");
    }

    private static void WriteItems(object value, IEnumerable<object?> sequence, FormatContext context)
    {
        var (items, more) = ValueShape.Take(sequence, ExpansionLimits.For(value), ValueShape.CountOf(value), e => new FailedMember(e));
        WriteItems(value, items, more, context);
    }

    /// <summary>Items of a sequence, already read, as one text.</summary>
    internal static string Line(object value, List<object?> items, int? more, FormatContext context) => context.Capture(inner => WriteItems(value, items, more, inner));

    private static void WriteItems(object value, List<object?> items, int? more, FormatContext context)
    {
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
        var (entries, more) = ValueShape.Take(sequence, ExpansionLimits.For(value), ValueShape.CountOf(value), e => new("", new FailedMember(e)));
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
        foreach (var (name, content) in ValueMembers.Of(value))
            WriteMember(name, content, context);
    }

    private static void WriteMember(string name, object? value, FormatContext context) =>
        context.Writer.Write($"\n{Step}{name}: {Nested(value, context).Replace("\n", "\n" + Step)}");

    /// <summary>A value on a line or several, for a place inside another text.</summary>
    internal static string Nested(object? value, FormatContext context) =>
        context.Capture(inner => inner.WriteSibling(value, MimeType));

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

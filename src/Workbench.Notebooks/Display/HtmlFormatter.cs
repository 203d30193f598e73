using System.Data;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Html;
using Microsoft.DotNet.Interactive.Formatting.TabularData;

namespace Microsoft.DotNet.Interactive.Formatting;

/// <summary>Values as <c>text/html</c>: scalars as text, objects as trees, sequences and dictionaries as tables.</summary>
public static class HtmlFormatter
{
    /// <summary>The MIME type.</summary>
    public const string MimeType = "text/html";

    private const int LongestSummary = 500;

    internal const string Style = """
        <style>
        .dni-code-hint { font-style: italic; overflow: hidden; white-space: nowrap; }
        .dni-treeview { white-space: nowrap; }
        .dni-treeview td { vertical-align: top; text-align: start; }
        details.dni-treeview { padding-left: 1em; }
        table td { text-align: start; }
        table tr { vertical-align: top; margin: 0em 0px; }
        table tr td pre { vertical-align: top !important; margin: 0em 0px !important; }
        table th { text-align: start; }
        </style>
        """;

    /// <summary>What shows values of a type as HTML.</summary>
    public static ITypeFormatter GetPreferredFormatterFor(Type type) => Formatter.GetPreferredFormatterFor(type, MimeType);

    /// <summary>What shows values of a type as HTML.</summary>
    public static ITypeFormatter GetPreferredFormatterFor<T>() => GetPreferredFormatterFor(typeof(T));

    internal static void Write(object? value, FormatContext context)
    {
        switch (value)
        {
            case IHtmlContent html:
                html.WriteTo(context.Writer, HtmlEncoder.Default);
                return;
            case IMimeContent content:
                content.WriteHtml(context);
                return;
            case JsonDocument or JsonElement or JsonNode:
                Whole(JsonTree.Write, value, context);
                return;
            case Exception exception:
                ExceptionHtml.Write(exception, context);
                return;
        }
        if (ValueShape.ScalarText(value) is { } text)
            WriteScalar(value, text, context);
        else if (context.IsExhausted)
            WriteScalar(value, FormatContext.Cut(ValueShape.TextOf(value!), LongestSummary), context);
        else if (context.IsInside(value!))
            context.Writer.Write($"<i>(the same {Html.Encode(CSharpTypeName.Of(value!.GetType()))} again)</i>");
        else
            Whole((shown, inner) => inner.Enclose(shown, WriteParts), value!, context);
    }

    /// <summary>The style comes once a display, after what it is for.</summary>
    private static void Whole(Action<object, FormatContext> write, object value, FormatContext context)
    {
        write(value, context);
        if (context.Depth == 0)
            context.Writer.Write(Style);
    }

    private static void WriteParts(object value, FormatContext context)
    {
        if (value is TableView table)
            table.WriteHtml(context);
        else if (value is DataTable data)
            TableView.Of(data, Formatter.ListExpansionLimit).WriteHtml(context);
        else if (value is TabularDataResource resource)
            resource.ToView(Formatter.ListExpansionLimit).WriteHtml(context);
        else if (value is DataSet set)
            WriteItems(set.Tables, set.Tables.Cast<object?>(), context);
        else if (ValueShape.Entries(value) is { } entries)
            WriteEntries(value, entries, context);
        else if (ValueShape.Items(value) is not { } items)
            WriteTree(ValueMembers.Of(value), Summary(value), null, context);
        else if (ValueMembers.BesidesItems(value) is { Count: > 0 } members)
            WriteTree(members.Select(member => (member.Name, member.ValueIn(value))), Summary(value), inner => WriteItems(value, items, inner), context);
        else
            WriteItems(value, items, context);
    }

    internal static void WriteScalar(object? value, string text, FormatContext context)
    {
        var html = Html.Encode(context.Fit(text));
        context.Writer.Write(value is Enum or DateTime or DateTimeOffset or TimeSpan or Type ? $"<span>{html}</span>" : $"<div class=\"dni-plaintext\"><pre>{html}</pre></div>");
    }

    private static void WriteItems(object value, IEnumerable<object?> sequence, FormatContext context)
    {
        var (items, more) = ValueShape.Take(sequence, ExpansionLimits.For(value), ValueShape.CountOf(value), e => new FailedMember(e));
        if (items.Count == 0)
        {
            context.Writer.Write(more is null ? "<i>(empty)</i>" : $"<i>{MoreText(more)}</i>");
            return;
        }
        if (items.TrueForAll(item => item is not (IHtmlContent or IMimeContent or Exception) && ValueShape.ScalarText(item) is not null && !Formatter.IsCustom(item, MimeType)))
        {
            // The same items, and not read again: a sequence may be of the kind that computes.
            context.Writer.Write($"<div class=\"dni-plaintext\"><pre>{Html.Encode(PlainTextFormatter.Line(value, items, more, context))}</pre></div>");
            return;
        }
        var types = items.Select(item => item?.GetType()).Distinct().Count() > 1;
        context.Writer.Write($"<table><thead><tr><th><i>index</i></th>{(types ? "<th><i>type</i></th>" : "")}<th>value</th></tr></thead><tbody>");
        for (var i = 0; i < items.Count; i++)
        {
            context.Writer.Write($"<tr><td>{i}</td>");
            if (types)
                context.Writer.Write($"<td>{(items[i] is { } item ? Html.Encode(CSharpTypeName.Of(item.GetType())) : "")}</td>");
            WriteCell(items[i], context);
            context.Writer.Write("</tr>");
        }
        WriteMore(more, types ? 3 : 2, context);
        context.Writer.Write("</tbody></table>");
    }

    private static void WriteEntries(object value, IEnumerable<KeyValuePair<object, object?>> sequence, FormatContext context)
    {
        var (entries, more) = ValueShape.Take(sequence, ExpansionLimits.For(value), ValueShape.CountOf(value), e => new("", new FailedMember(e)));
        if (entries.Count == 0)
        {
            context.Writer.Write(more is null ? "<i>(empty)</i>" : $"<i>{MoreText(more)}</i>");
            return;
        }
        context.Writer.Write("<table><thead><tr><th><i>key</i></th><th>value</th></tr></thead><tbody>");
        foreach (var (key, content) in entries)
        {
            context.Writer.Write("<tr>");
            WriteCell(key, context);
            WriteCell(content, context);
            context.Writer.Write("</tr>");
        }
        WriteMore(more, 2, context);
        context.Writer.Write("</tbody></table>");
    }

    /// <summary>Names and values below a line that opens and closes them; only the outermost begins open.</summary>
    internal static void WriteTree(IEnumerable<(string Name, object? Value)> members, string summary, Action<FormatContext>? writeValues, FormatContext context)
    {
        var open = context.Depth == 0 ? " open=\"open\"" : "";
        context.Writer.Write($"<details{open} class=\"dni-treeview\"><summary><span class=\"dni-code-hint\"><code>{Html.Encode(context.Fit(summary))}</code></span></summary><div><table><thead><tr></tr></thead><tbody>");
        foreach (var (name, value) in members)
        {
            context.Writer.Write($"<tr><td>{Html.Encode(FormatContext.Cut(name, LongestSummary))}</td>");
            WriteCell(value, context);
            context.Writer.Write("</tr>");
        }
        if (writeValues is not null)
            context.Writer.Write($"<tr><td><i>(values)</i></td><td>{context.Capture(writeValues)}</td></tr>");
        context.Writer.Write("</tbody></table></div></details>");
    }

    private static string Summary(object value) => FormatContext.Cut(ValueShape.TextOf(value), LongestSummary);

    internal static void WriteCell(object? value, FormatContext context)
    {
        context.Writer.Write("<td>");
        context.WriteNested(value, MimeType);
        context.Writer.Write("</td>");
    }

    internal static void WriteMore(int? more, int columns, FormatContext context)
    {
        if (more is not null)
            context.Writer.Write($"<tr><td colspan=\"{columns}\"><i>{MoreText(more)}</i></td></tr>");
    }

    private static string MoreText(int? more) => more < 0 ? "... (more)" : $"({more} more)";
}

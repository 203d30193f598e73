using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Html;

namespace Microsoft.DotNet.Interactive.Formatting;

/// <summary>Values as <c>text/html</c>: scalars as text, objects as trees, sequences and dictionaries as tables.</summary>
public static class HtmlFormatter
{
    /// <summary>The MIME type.</summary>
    public const string MimeType = "text/html";

    private const string Style = """
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

    internal static void Write(object? value, FormatContext context)
    {
        if (value is IHtmlContent html)
        {
            html.WriteTo(context.Writer, HtmlEncoder.Default);
            return;
        }
        if (ValueShape.ScalarText(value) is { } text)
            WriteScalar(value, text, context);
        else if (context.IsExhausted)
            WriteScalar(value, value!.ToString() ?? "", context);
        else
        {
            WriteParts(value!, context);
            if (context.Depth == 0)
                context.Writer.Write(Style);
        }
    }

    private static void WriteParts(object value, FormatContext context)
    {
        if (ValueShape.Entries(value) is { } entries)
            WriteEntries(value, entries, context);
        else if (ValueShape.Items(value) is { } items)
            WriteItems(value, items, context);
        else
            WriteMembers(value, context);
    }

    private static void WriteScalar(object? value, string text, FormatContext context) => context.Writer.Write(
        value is Enum or DateTime or DateTimeOffset or TimeSpan or Type
            ? $"<span>{Html.Encode(text)}</span>"
            : $"<div class=\"dni-plaintext\"><pre>{Html.Encode(text)}</pre></div>");

    private static void WriteItems(object value, IEnumerable<object?> sequence, FormatContext context)
    {
        var (items, more) = ValueShape.Take(sequence, Formatter.ListExpansionLimit, ValueShape.CountOf(value));
        if (items.Count == 0)
        {
            context.Writer.Write("<i>(empty)</i>");
            return;
        }
        if (items.TrueForAll(item => ValueShape.ScalarText(item) is not null && item is not IHtmlContent))
        {
            context.Writer.Write($"<div class=\"dni-plaintext\"><pre>{Html.Encode(value.ToDisplayString())}</pre></div>");
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
        var (entries, more) = ValueShape.Take(sequence, Formatter.ListExpansionLimit, ValueShape.CountOf(value));
        if (entries.Count == 0)
        {
            context.Writer.Write("<i>(empty)</i>");
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

    private static void WriteMembers(object value, FormatContext context)
    {
        var open = context.Depth == 0 ? " open=\"open\"" : "";
        context.Writer.Write($"<details{open} class=\"dni-treeview\"><summary><span class=\"dni-code-hint\"><code>{Html.Encode(Summary(value))}</code></span></summary><div><table><thead><tr></tr></thead><tbody>");
        foreach (var member in ValueShape.MembersOf(value.GetType()))
        {
            context.Writer.Write($"<tr><td>{Html.Encode(member.Name)}</td>");
            WriteCell(member.ValueIn(value), context);
            context.Writer.Write("</tr>");
        }
        context.Writer.Write("</tbody></table></div></details>");
    }

    private static string Summary(object value)
    {
        try
        {
            return value.ToString() ?? "";
        }
        catch (Exception e)
        {
            return $"{e.GetType().Name}: {e.Message}";
        }
    }

    private static void WriteCell(object? value, FormatContext context)
    {
        context.Writer.Write("<td>");
        context.WriteNested(value, MimeType);
        context.Writer.Write("</td>");
    }

    private static void WriteMore(int? more, int columns, FormatContext context)
    {
        if (more is not null)
            context.Writer.Write($"<tr><td colspan=\"{columns}\"><i>{(more < 0 ? "... (more)" : $"({more} more)")}</i></td></tr>");
    }
}

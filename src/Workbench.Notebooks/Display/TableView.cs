using System.Collections;
using System.Data;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Microsoft.DotNet.Interactive.Formatting;

/// <summary>Rows that have the same columns, and how many more there are: null for none, -1 when their number is not known.</summary>
internal sealed record TableView(IReadOnlyList<string> Columns, IReadOnlyList<object?[]> Rows, int? More)
{
    /// <summary>A column of plain text is no wider.</summary>
    private const int WidestCell = 60;

    public static TableView Of(DataTable table, int limit)
    {
        var rows = table.Rows.Cast<DataRow>().Where(row => row.RowState != DataRowState.Deleted).Select(row => row.ItemArray.Select(item => item is DBNull ? null : item).ToArray());
        var (shown, more) = ValueShape.Take(rows, limit, table.Rows.Count, e => [new FailedMember(e)]);
        return new TableView([.. table.Columns.Cast<DataColumn>().Select(column => column.ColumnName)], shown, more);
    }

    /// <summary>
    /// One column a property; of dictionaries and JSON objects one a key. Columns are those of the items that are shown, in the order in which they come.
    /// </summary>
    /// <param name="items">The rows.</param>
    /// <param name="columns">The columns wanted; all when there are none.</param>
    /// <param name="limit">How many rows are read.</param>
    public static TableView Of(IEnumerable items, IReadOnlyList<string> columns, int limit)
    {
        var (rows, more) = ValueShape.Take(items.Cast<object?>().Select(Fields), limit, ValueShape.CountOf(items), e => new Dictionary<string, object?> { ["value"] = new FailedMember(e) });
        string[] names = columns.Count > 0 ? [.. columns] : [.. rows.SelectMany(fields => fields.Keys).Distinct()];
        return new TableView(names, rows.ConvertAll(fields => names.Select(name => fields.GetValueOrDefault(name)).ToArray()), more);
    }

    public void WriteHtml(FormatContext context)
    {
        context.Writer.Write($"<table><thead><tr>{string.Concat(Columns.Select(name => $"<th>{Html.Encode(FormatContext.Cut(name, 200))}</th>"))}</tr></thead><tbody>");
        foreach (var row in Rows)
        {
            context.Writer.Write("<tr>");
            foreach (var cell in row)
                HtmlFormatter.WriteCell(cell, context);
            context.Writer.Write("</tr>");
        }
        HtmlFormatter.WriteMore(More, Math.Max(1, Columns.Count), context);
        context.Writer.Write("</tbody></table>");
    }

    public void WriteText(FormatContext context)
    {
        var lines = new List<string[]> { Columns.Select(OneLine).ToArray() };
        lines.AddRange(Rows.Select(row => row.Select(cell => OneLine(PlainTextFormatter.Nested(cell, context))).ToArray()));
        var widths = Columns.Select((_, column) => lines.Max(line => line[column].Length)).ToArray();
        var numeric = Columns.Select((_, column) => Rows.Count > 0 && Rows.All(row => row[column] is null || IsNumber(row[column]!))).ToArray();
        lines.Insert(1, [.. widths.Select(width => new string('-', width))]);
        var text = string.Join('\n', lines.Select(line => string.Join("  ", line.Select((cell, column) => numeric[column] ? cell.PadLeft(widths[column]) : cell.PadRight(widths[column]))).TrimEnd()));
        context.Writer.Write(More is null ? text : $"{text}\n{(More < 0 ? "... (more)" : $"... ({More} more)")}");
    }

    /// <summary>All rows as comma-separated values, RFC 4180.</summary>
    public string ToCsv()
    {
        var csv = new StringBuilder();
        csv.Append(string.Join(',', Columns.Select(Quoted))).Append('\n');
        foreach (var row in Rows)
            csv.Append(string.Join(',', row.Select(cell => cell is null ? "" : Quoted(cell.ToDisplayString())))).Append('\n');
        return csv.ToString();
    }

    internal static IReadOnlyDictionary<string, object?> Fields(object? item)
    {
        if (item is JsonElement { ValueKind: JsonValueKind.Object } element)
            return Unique(element.EnumerateObject().Select(property => (property.Name, (object?)property.Value)));
        if (item is null || ValueShape.ScalarText(item) is not null)
            return new Dictionary<string, object?> { ["value"] = item };
        if (ValueShape.Entries(item) is { } entries)
            return Unique(entries.Select(entry => (Convert.ToString(entry.Key, CultureInfo.InvariantCulture) ?? "", entry.Value)));
        return ValueShape.Items(item) is { } items
            ? Unique(items.Take(100).Select((part, index) => ($"Item{index + 1}", part)))
            : Unique(ValueMembers.Of(item));
    }

    private static Dictionary<string, object?> Unique(IEnumerable<(string Name, object? Value)> fields)
    {
        var unique = new Dictionary<string, object?>();
        foreach (var (name, value) in fields)
            unique.TryAdd(name, value);
        return unique;
    }

    private static bool IsNumber(object value) => value is byte or sbyte or short or ushort or int or uint or long or ulong or float or double or decimal or Half;

    private static string OneLine(string text)
    {
        var line = text.ReplaceLineEndings(" ");
        return line.Length <= WidestCell ? line : line[..(WidestCell - 1)] + "…";
    }

    private static string Quoted(string text) => text.AsSpan().IndexOfAny(",\"\r\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"")}\"";
}

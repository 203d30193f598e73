using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace Workbench.Notebooks.Export;

/// <summary>Tables of HTML as tables of Markdown, where they are simple enough.</summary>
internal static partial class HtmlTableMarkdown
{
    /// <summary>The text before, between and behind the tables as paragraphs, and the tables; null when the HTML has none, or one within another.</summary>
    public static string? Of(string html)
    {
        var body = new HtmlParser().ParseDocument(html).Body;
        var tables = body?.QuerySelectorAll("table").OfType<IHtmlTableElement>().ToList() ?? [];
        if (tables.Count == 0 || tables.Exists(table => table.QuerySelector("table") is not null))
            return null;
        foreach (var unread in body!.QuerySelectorAll("style, script").ToList())
            unread.Remove();
        var parts = new List<string>();
        foreach (var table in tables)
        {
            if (Table(table) is { } text)
                parts.Add(text);
            table.Remove();
        }
        if (parts.Count == 0)
            return null;
        var prose = Escaped(body.TextContent);
        return string.Join("\n\n", prose.Length > 0 ? [prose, .. parts] : parts);
    }

    private static string? Table(IHtmlTableElement table)
    {
        var rows = table.Rows.Select(row => row.Cells.Select(Cell).ToList()).Where(row => row.Count > 0).ToList();
        if (rows.Count == 0)
            return null;
        var width = rows.Max(row => row.Count);
        // Markdown has no table without a head.
        if (table.Rows.First(row => row.Cells.Length > 0).Cells.All(cell => cell.LocalName != "th"))
            rows.Insert(0, []);
        var lines = rows.Select(row => $"| {string.Join(" | ", row.Concat(Enumerable.Repeat("", width - row.Count)))} |").ToList();
        lines.Insert(1, $"|{string.Concat(Enumerable.Repeat(" --- |", width))}");
        return string.Join('\n', lines);
    }

    private static string Cell(IElement cell)
    {
        foreach (var end in cell.QuerySelectorAll("br").ToList())
            end.Replace(end.Owner!.CreateTextNode(" "));
        return Escaped(cell.TextContent);
    }

    /// <summary>One line in which nothing is markup.</summary>
    private static string Escaped(string text) => Markup().Replace(Blank().Replace(text, " ").Trim(), @"\$0").Replace("<", "&lt;", StringComparison.Ordinal);

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blank();

    [GeneratedRegex(@"[\\|`*_\[\]]")]
    private static partial Regex Markup();
}

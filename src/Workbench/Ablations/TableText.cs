using System.Text;

namespace Workbench.Ablations;

/// <summary>Tables as text.</summary>
internal static class TableText
{
    /// <summary>Aligned columns, numbers flush right.</summary>
    public static string Plain(CellGrid grid)
    {
        int[] widths = [.. grid.Columns.Select((name, i) => grid.Rows.Select(r => r[i].Text.Length).Append(name.Length).Max())];
        string Line(IEnumerable<string> texts) =>
            string.Join("  ", texts.Select((text, i) => grid.IsNumeric(i) ? text.PadLeft(widths[i]) : text.PadRight(widths[i]))).TrimEnd();
        var lines = new List<string> { grid.Caption, Line(grid.Columns) };
        lines.AddRange(grid.Rows.Select(r => Line(r.Select(c => c.Text.ReplaceLineEndings(" ")))));
        return string.Join("\n", lines);
    }

    /// <summary>A Markdown table under its caption.</summary>
    public static string Markdown(CellGrid grid)
    {
        var text = new StringBuilder(Safe(grid.Caption)).Append("\n\n| ").AppendJoin(" | ", grid.Columns.Select(Safe)).Append(" |\n|")
            .AppendJoin("|", grid.Columns.Select((_, i) => grid.IsNumeric(i) ? " ---: " : " --- ")).Append("|\n");
        foreach (var row in grid.Rows)
            text.Append("| ").AppendJoin(" | ", row.Select(c => Safe(c.Text))).Append(" |\n");
        return text.ToString();
    }

    /// <summary>Text that Markdown takes literally: a bar would end the cell, a line end the row, the others start markup.</summary>
    private static string Safe(string text)
    {
        var safe = new StringBuilder();
        foreach (var c in text.ReplaceLineEndings(" "))
        {
            if (c is '|' or '\\' or '`' or '*' or '_' or '<' or '[' or ']' or '#' or '$' or '~') safe.Append('\\');
            safe.Append(c);
        }

        return safe.ToString();
    }
}

using System.Text.Json;
using System.Text.Json.Nodes;
using Spectre.Console;
using Workbench.Display;
using Workbench.Notebooks.Format;
using Workbench.Papers;

namespace Workbench.Cli.Running;

/// <summary>The verdicts that an executed notebook ended with, read back from its outputs.</summary>
internal static class VerdictReport
{
    /// <summary>The verdict tables among the outputs, in order; of one paper the last, as a re-run of the cell would leave it.</summary>
    public static IReadOnlyList<VerdictTable> Read(NotebookDocument document) =>
        [.. document.CodeCells.SelectMany(cell => cell.Outputs).Select(Table).OfType<VerdictTable>().GroupBy(table => table.Card).Select(group => group.Last())];

    /// <summary>Prints them.</summary>
    public static void Write(NotebookDocument document, Terminal terminal)
    {
        foreach (var table in Read(document))
        {
            terminal.Output.WriteLine($"\n{table.Title} · {table.Protocol} on {table.Device} · {RunProgress.Format(TimeSpan.FromSeconds(table.Seconds))}");
            var drawn = new Table().Border(TableBorder.Horizontal).AddColumns("claim", "verdict", "the paper", "this run");
            foreach (var row in table.Rows)
            {
                if (drawn.Rows.Count > 0)
                    drawn.AddEmptyRow();
                drawn.AddRow(
                    $"[bold]{Markup.Escape(row.Id)}[/]\n{Markup.Escape(row.Title)}",
                    Verdict(row.Verdict),
                    Markup.Escape(row.Paper),
                    Markup.Escape(row.Reason).Replace("; ", "\n", StringComparison.Ordinal));
            }

            terminal.Tables.Write(drawn);
        }
    }

    /// <summary>A verdict's words with their colour.</summary>
    public static string Verdict(string words) => words switch
    {
        "reproduced" => $"[green]{words}[/]",
        "not reproduced" => $"[red]{words}[/]",
        "inconclusive" => $"[yellow]{words}[/]",
        _ => $"[grey]{Markup.Escape(words)}[/]",
    };

    private static VerdictTable? Table(NotebookOutput output)
    {
        // Stored as JSON, or as text by a front end that does not know the type.
        var stored = output.Data?[Mime.Verdicts];
        var json = stored is JsonObject ? stored.ToJsonString() : output.TextOf(Mime.Verdicts);
        if (json is null)
            return null;
        try
        {
            return VerdictTable.FromJson(json);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

using Spectre.Console;
using Workbench.Cli.Running;
using Workbench.Papers;

namespace Workbench.Cli.Claims;

/// <summary>The ledger's rows in the terminal: the cells are those of <see cref="LedgerLine"/>, as on the page.</summary>
internal static class ClaimsReport
{
    /// <summary>A table per paper, and the count.</summary>
    /// <param name="all">The whole ledger.</param>
    /// <param name="chosen">The rows to show.</param>
    /// <param name="terminal">Where to write.</param>
    public static void WriteTable(Ledger all, Ledger chosen, Terminal terminal)
    {
        if (chosen.Rows.Count == 0)
        {
            terminal.Output.WriteLine(all.Rows.Count == 0 ? "There are no claims: papers/ has no cards." : "No claim fits.");
            return;
        }

        foreach (var paper in chosen.Rows.GroupBy(row => row.Card))
        {
            terminal.Output.WriteLine($"\n{paper.Key.Title} (arXiv:{paper.Key.Arxiv}, {paper.Key.Slug})");
            var table = new Table().Border(TableBorder.Horizontal).AddColumns("claim", "verdict", "the paper", "ours", "run");
            foreach (var row in paper)
            {
                if (table.Rows.Count > 0)
                    table.AddEmptyRow();
                var line = LedgerLine.Of(row);
                table.AddRow(
                    $"[bold]{Markup.Escape(line.Claim)}[/]\n{Markup.Escape(line.Title)}",
                    Coloured(row),
                    Markup.Escape(line.Paper),
                    Markup.Escape(line.Ours).Replace("; ", "\n", StringComparison.Ordinal),
                    row.Result is null ? "" : Markup.Escape($"{line.Protocol}, {line.Device}\n{line.Commit}, {line.Date}"));
            }

            terminal.Tables.Write(table);
        }

        terminal.Output.WriteLine(chosen.Summary());
        if (chosen.Rows.Count < all.Rows.Count)
            terminal.Output.WriteLine($"{chosen.Rows.Count} of {all.Rows.Count} rows fit.");
        if (all.Orphans.Count > 0)
            terminal.Output.WriteLine($"Results without a claim: {string.Join(", ", all.Orphans)}.");
    }

    /// <summary>Each row with its reason, criterion and machine.</summary>
    public static void WriteInFull(Ledger chosen, Terminal terminal)
    {
        if (chosen.Rows.Count == 0)
            terminal.Output.WriteLine("No claim fits.");
        foreach (var row in chosen.Rows)
        {
            void Tell(string what, string text) => terminal.Output.WriteLine($"  {what,-9}  {text}");
            terminal.Output.WriteLine($"\n{row.Claim.Id}  {row.Claim.Title}  ({row.Card.Slug}, {row.Card.Family})");
            Tell("verdict", row.Verdict);
            if (row.StaleBecause is { } change)
                Tell("stale", change);
            Tell("the paper", row.Claim.Paper);
            if (row.Claim.Planned is { } planned)
                Tell("planned", planned);
            if (row.Result is not { } result)
            {
                foreach (var (protocol, asked) in row.Claim.Protocols)
                    Tell(protocol.Name(), asked.Criterion.Text);
                continue;
            }

            var line = LedgerLine.Of(row);
            Tell("ours", line.Ours);
            Tell("why", result.Reason);
            Tell("criterion", result.Criterion);
            Tell("run", $"{line.Protocol} on {line.Device}, seeds {string.Join(", ", result.Seeds)}, {RunProgress.Format(TimeSpan.FromSeconds(result.Seconds))}, libtorch {result.Libtorch}");
            Tell("machine", $"{result.Machine.Cpu}, {result.Machine.Cores} cores, {result.Machine.Os}");
            Tell("commit", $"{line.Commit}, {result.Date}{(row.ExperimentUnknown ? "; which notebook code measured it is not recorded" : "")}");
            Tell("again", result.Command);
        }
    }

    private static string Coloured(LedgerRow row) => row.Result is not { } result
        ? VerdictReport.Verdict(row.Verdict)
        : (row.Stale ? "[yellow]stale:[/] " : "") + VerdictReport.Verdict(result.Verdict) + (result.Partial is { } partial ? $"\n({Markup.Escape(partial)})" : "");
}

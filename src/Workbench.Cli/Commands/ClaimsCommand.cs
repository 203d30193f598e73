using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Spectre.Console;
using Workbench.Cli.Running;
using Workbench.Papers;

namespace Workbench.Cli.Commands;

/// <summary><c>claims</c>: the ledger as a table, one claim in full, or as JSON.</summary>
internal static class ClaimsCommand
{
    private const string Stale = "stale";

    private static readonly IReadOnlyList<string> Verdicts = ["reproduced", "not reproduced", "inconclusive", "not run yet", "planned", Stale];

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Command Create(Terminal terminal)
    {
        var ids = new Argument<string[]>("claims") { Description = "Show these claims in full (RF-C1).", Arity = ArgumentArity.ZeroOrMore };
        var paper = new Option<string?>("--paper") { Description = "Only claims of this paper: its card's name or number (01).", HelpName = "CARD" };
        var verdict = new Option<string?>("--verdict") { Description = $"Only claims with this verdict: {string.Join(", ", Verdicts)}.", HelpName = "VERDICT" };
        var json = new Option<bool>("--json") { Description = "Print JSON." };
        var write = new Option<bool>("--write") { Description = "Also write papers/README.md anew from cards and results." };
        var command = new Command("claims", "Show what was reproduced, by which run, and what was not.") { ids, paper, verdict, json, write };
        command.SetAction(parsed =>
        {
            var checkout = Checkout.Find();
            var ledger = Load(checkout);
            var rows = Filter(ledger, parsed.GetValue(ids) ?? [], parsed.GetValue(paper), parsed.GetValue(verdict));
            if (parsed.GetValue(write))
                Ledger.WriteMarkdown(checkout.Root);
            if (parsed.GetValue(json))
                terminal.Output.WriteLine(new JsonArray([.. rows.Select(Json)]).ToJsonString(Indented));
            else if (parsed.GetValue(ids) is { Length: > 0 })
                ShowInFull(rows, terminal);
            else
                ShowTable(ledger, rows, terminal);
            return 0;
        });
        return command;
    }

    /// <summary>Reads the ledger.</summary>
    /// <exception cref="UsageException">A card or a result is damaged.</exception>
    internal static Ledger Load(Checkout checkout)
    {
        try
        {
            return Ledger.Load(checkout.Root);
        }
        catch (Exception problem) when (problem is CardException or InvalidDataException)
        {
            throw new UsageException(problem.Message);
        }
    }

    private static IReadOnlyList<LedgerRow> Filter(Ledger ledger, IReadOnlyList<string> ids, string? paper, string? verdict)
    {
        IEnumerable<LedgerRow> rows = ledger.Rows;
        var known = ledger.Rows.Select(row => row.Claim.Id).Distinct().ToList();
        foreach (var id in ids.Where(id => !known.Contains(id, StringComparer.OrdinalIgnoreCase)))
            throw new UsageException($"There is no claim '{id}'.{Nearest.Hint(id, known)}");
        if (ids.Count > 0)
            rows = rows.Where(row => ids.Contains(row.Claim.Id, StringComparer.OrdinalIgnoreCase));
        if (paper is not null)
        {
            var cards = ledger.Cards.Where(card => card.Slug == paper || card.Slug.StartsWith(paper.PadLeft(2, '0') + "-", StringComparison.Ordinal)).ToList();
            if (cards.Count == 0)
                throw new UsageException($"There is no paper '{paper}'.{Nearest.Hint(paper, ledger.Cards.Select(card => card.Slug))}");
            rows = rows.Where(row => cards.Contains(row.Card));
        }

        if (verdict is not null)
        {
            var words = verdict.Replace('-', ' ').ToLowerInvariant();
            if (!Verdicts.Contains(words))
                throw new UsageException($"There is no verdict '{verdict}'.{Nearest.Hint(words, Verdicts)} The verdicts are {string.Join(", ", Verdicts)}.");
            rows = rows.Where(row => words == Stale ? row.Stale : !row.Stale && Verdict(row) == words);
        }

        return [.. rows];
    }

    private static string Verdict(LedgerRow row) => row.Result?.Verdict ?? row.Verdict;

    private static void ShowTable(Ledger ledger, IReadOnlyList<LedgerRow> rows, Terminal terminal)
    {
        if (rows.Count == 0)
        {
            terminal.Output.WriteLine(ledger.Rows.Count == 0 ? "There are no claims: papers/ has no cards." : "No claim fits.");
            return;
        }

        foreach (var paper in rows.GroupBy(row => row.Card))
        {
            terminal.Output.WriteLine($"\n{paper.Key.Title} (arXiv:{paper.Key.Arxiv}, {paper.Key.Slug})");
            var table = new Table().Border(TableBorder.Horizontal).AddColumns("claim", "verdict", "the paper", "ours", "run");
            foreach (var row in paper)
            {
                if (table.Rows.Count > 0)
                    table.AddEmptyRow();
                table.AddRow(
                    $"[bold]{Markup.Escape(row.Claim.Id)}[/]\n{Markup.Escape(row.Claim.Title)}",
                    (row.Stale ? "[yellow]stale:[/] " : "") + VerdictReport.Verdict(Verdict(row)) + (row.Result?.Partial is { } partial ? $"\n({Markup.Escape(partial)})" : ""),
                    Markup.Escape(row.Claim.Paper),
                    Markup.Escape(row.Result?.Ours ?? row.Claim.Planned ?? "").Replace("; ", "\n", StringComparison.Ordinal),
                    row.Result is { } result ? Markup.Escape($"{result.Protocol}, {result.Device}\n{Commit(result)}, {result.Date[..10]}") : "");
            }

            terminal.Tables.Write(table);
        }

        var counts = ledger.Counts();
        var said = Verdicts.Where(counts.ContainsKey).Select(words => $"{counts[words]} {words}");
        terminal.Output.WriteLine($"{counts.Values.Sum()} claims of {ledger.Cards.Count} papers: {string.Join(", ", said)}.");
        if (ledger.Orphans.Count > 0)
            terminal.Output.WriteLine($"Results without a claim: {string.Join(", ", ledger.Orphans)}.");
    }

    private static void ShowInFull(IReadOnlyList<LedgerRow> rows, Terminal terminal)
    {
        foreach (var row in rows)
        {
            terminal.Output.WriteLine($"\n{row.Claim.Id}  {row.Claim.Title}  ({row.Card.Slug})");
            terminal.Output.WriteLine($"  verdict    {row.Verdict}");
            terminal.Output.WriteLine($"  the paper  {row.Claim.Paper}");
            if (row.Claim.Planned is { } planned)
                terminal.Output.WriteLine($"  planned    {planned}");
            if (row.Result is not { } result)
            {
                foreach (var (protocol, asked) in row.Claim.Protocols)
                    terminal.Output.WriteLine($"  {protocol.Name(),-9}  {asked.Criterion.Text}");
                continue;
            }

            terminal.Output.WriteLine($"  ours       {result.Ours}");
            terminal.Output.WriteLine($"  why        {result.Reason}");
            terminal.Output.WriteLine($"  criterion  {result.Criterion}");
            terminal.Output.WriteLine($"  run        {result.Protocol} on {result.Device}, seeds {string.Join(", ", result.Seeds)}, {RunProgress.Format(TimeSpan.FromSeconds(result.Seconds))}, libtorch {result.Libtorch}");
            terminal.Output.WriteLine($"  machine    {result.Machine.Cpu}, {result.Machine.Cores} cores, {result.Machine.Os}");
            terminal.Output.WriteLine($"  commit     {Commit(result)}, {result.Date}");
            terminal.Output.WriteLine($"  again      {result.Command}");
        }
    }

    private static string Commit(ClaimResult result)
    {
        var parts = result.Commit.Split('+', 2);
        return parts[0][..Math.Min(7, parts[0].Length)] + (parts.Length > 1 ? $"+{parts[1]}" : "");
    }

    private static JsonObject Json(LedgerRow row)
    {
        var json = new JsonObject
        {
            ["claim"] = row.Claim.Id,
            ["title"] = row.Claim.Title,
            ["paper"] = row.Card.Slug,
            ["reported"] = row.Claim.Paper,
            ["verdict"] = Verdict(row),
            ["stale"] = row.Stale,
        };
        if (row.Claim.Planned is { } planned)
            json["planned"] = planned;
        if (row.Result is { } result)
        {
            json["partial"] = result.Partial;
            json["ours"] = result.Ours;
            json["reason"] = result.Reason;
            json["criterion"] = result.Criterion;
            json["protocol"] = result.Protocol;
            json["device"] = result.Device;
            json["seeds"] = new JsonArray([.. result.Seeds.Select(seed => (JsonNode)seed)]);
            json["libtorch"] = result.Libtorch;
            json["commit"] = result.Commit;
            json["date"] = result.Date;
            json["seconds"] = result.Seconds;
            json["command"] = result.Command;
        }

        return json;
    }
}

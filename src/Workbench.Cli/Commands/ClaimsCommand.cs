using System.CommandLine;
using Workbench.Cli.Claims;
using Workbench.Papers;

namespace Workbench.Cli.Commands;

/// <summary><c>claims</c>: the ledger as a table, some claims in full, as Markdown or as JSON.</summary>
internal static class ClaimsCommand
{
    public static Command Create(Terminal terminal)
    {
        var ids = new Argument<string[]>("claims") { Description = "Show these claims in full (RF-C1).", Arity = ArgumentArity.ZeroOrMore };
        var paper = new Option<string?>("--paper") { Description = "Only claims of this paper: its card's name or number (01), or its arXiv id.", HelpName = "CARD" };
        var family = new Option<string?>("--family") { Description = "Only claims of papers of this family, as the cards name it (flow, pruning …).", HelpName = "FAMILY" };
        var verdict = new Option<string?>("--verdict") { Description = $"Only claims with this verdict: {string.Join(", ", Ledger.Verdicts)}.", HelpName = "VERDICT" };
        var protocol = new Option<string?>("--protocol") { Description = "Only results under this protocol, and the claims that ask for one and have none.", HelpName = "quick|full" };
        var device = new Option<string?>("--device") { Description = "Only results measured on this device.", HelpName = "cpu|cuda" };
        var json = new Option<bool>("--json") { Description = "Print JSON, one entry per row." };
        var markdown = new Option<bool>("--markdown") { Description = "Print the page; without filters it is papers/README.md." };
        var write = new Option<bool>("--write") { Description = "Also write papers/README.md anew from cards and results." };
        var command = new Command("claims", "Show what was reproduced, by which run, and what was not.")
        {
            ids, paper, family, verdict, protocol, device, json, markdown, write,
        };
        command.SetAction(parsed =>
        {
            var checkout = Checkout.Find();
            var all = Load(checkout);
            var chosen = Choose(all, new LedgerFilter
            {
                Claims = parsed.GetValue(ids) ?? [],
                Paper = parsed.GetValue(paper),
                Family = parsed.GetValue(family),
                Verdict = parsed.GetValue(verdict),
                Protocol = parsed.GetValue(protocol),
                Device = parsed.GetValue(device),
            });
            if (parsed.GetValue(json) && parsed.GetValue(markdown))
                throw new UsageException("--json and --markdown print the same rows in two ways; give one of them.");
            if (parsed.GetValue(write))
                Ledger.WriteMarkdown(checkout.Root);
            if (parsed.GetValue(json))
                terminal.Output.WriteLine(ClaimsJson.Write(chosen));
            else if (parsed.GetValue(markdown))
                terminal.Output.Write(chosen.ToMarkdown());
            else if (parsed.GetValue(ids) is { Length: > 0 })
                ClaimsReport.WriteInFull(chosen, terminal);
            else
                ClaimsReport.WriteTable(all, chosen, terminal);
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

    private static Ledger Choose(Ledger ledger, LedgerFilter filter)
    {
        try
        {
            return filter.Apply(ledger);
        }
        catch (ArgumentException problem)
        {
            throw new UsageException(problem.Message);
        }
    }
}

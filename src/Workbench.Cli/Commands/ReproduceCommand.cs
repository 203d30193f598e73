using System.CommandLine;
using Workbench.Cli.Reproduction;
using Workbench.Cli.Running;
using Workbench.Notebooks.Format;
using Workbench.Papers;

namespace Workbench.Cli.Commands;

/// <summary>
/// <c>reproduce</c>: runs the notebooks that own the claims, one after the other, keeps what each measured, and ends with what that changed
/// in the ledger. What is current is skipped, so an interrupted reproduction goes on where it stopped.
/// </summary>
internal static class ReproduceCommand
{
    public static Command Create(Terminal terminal)
    {
        var paper = new Option<string[]>("--paper") { Description = "Only this paper: its card's name or number (01), or its arXiv id; may be given several times.", HelpName = "CARD", Arity = ArgumentArity.OneOrMore };
        var protocol = new Option<string?>("--protocol") { Description = "quick: the cards' CPU protocol (default). full: their GPU protocol.", HelpName = "quick|full" };
        var device = DeviceOption.Create();
        var force = new Option<bool>("--force") { Description = "Also measure again what is current." };
        var budget = new Option<double?>("--budget") { Description = "Stop after so many minutes; the notebooks that give most claims a minute come first, and the same command goes on later.", HelpName = "MINUTES" };
        var command = new Command("reproduce", "Run the notebooks of all papers whose results are missing or stale; keep outputs and results; end with the ledger's changes.")
        {
            paper, protocol, device, force, budget,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            var checkout = Checkout.Find();
            var ledger = ClaimsCommand.Load(checkout);
            var options = Options(parsed.GetValue(protocol), parsed.GetValue(device));
            var cards = Cards(ledger, parsed.GetValue(paper) ?? []);
            if (cards.Count == 0)
                throw new UsageException("There is nothing to reproduce: papers/ has no cards.");
            return await RunAsync(checkout, ledger, cards, options, parsed.GetValue(force), Budget.Of(parsed.GetValue(budget)), terminal, cancellation);
        });
        return command;
    }

    private static RunOptions Options(string? protocol, string? device)
    {
        if (protocol == "smoke")
            throw new UsageException("A smoke run judges nothing, so it reproduces nothing: use --protocol quick or full. ./workbench run --protocol smoke only tries whether notebooks run.");
        return new RunOptions { Notebooks = [], Protocol = protocol ?? "quick", Device = DeviceOption.Asked(device), Save = true }.Check();
    }

    private static IReadOnlyList<Card> Cards(Ledger ledger, string[] papers)
    {
        if (papers.Length == 0)
            return ledger.Cards;
        try
        {
            var named = papers.SelectMany(name => LedgerFilter.Cards(ledger, name)).ToHashSet();
            return [.. ledger.Cards.Where(named.Contains)];
        }
        catch (ArgumentException problem)
        {
            throw new UsageException(problem.Message);
        }
    }

    private static async Task<int> RunAsync(
        Checkout checkout, Ledger before, IReadOnlyList<Card> cards, RunOptions options, bool force, Budget budget, Terminal terminal, CancellationToken cancellation)
    {
        var problems = new List<string>();
        var ran = new HashSet<string>();
        var device = options.ResolvedDevice();
        using var end = budget.Ending(cancellation);
        foreach (var card in Worth.Ordered(before, [.. cards.Select(card => PlannedRun.Of(checkout, before, card, Protocols.Parse(options.Protocol), device, force))], device))
        {
            if (end.IsCancellationRequested)
                break;
            // A notebook that several cards share runs once.
            var again = ran.Contains(card.Notebook);
            var plan = PlannedRun.Of(checkout, again ? ClaimsCommand.Load(checkout) : before, card, Protocols.Parse(options.Protocol), device, force && !again);
            terminal.Output.WriteLine(plan.Describe());
            if (plan.Wanted.Count == 0)
                continue;
            ran.Add(card.Notebook);
            if ((again ? StillWanted(plan) : await ProblemAsync(checkout, plan, options, device, terminal, end.Token)) is { } problem && !end.IsCancellationRequested)
                problems.Add($"{card.Slug}: {problem}");
        }

        LedgerChanges.Write(before, ClaimsCommand.Load(checkout), terminal);
        terminal.Output.Flush();
        if (cancellation.IsCancellationRequested)
        {
            terminal.Error.WriteLine("workbench: interrupted. What had finished is kept; the same command goes on with the rest.");
            return 130;
        }

        if (end.IsCancellationRequested)
            terminal.Error.WriteLine($"workbench: the {budget.Minutes:0.##} minutes are over. What had finished is kept; the same command goes on with the rest.");
        foreach (var problem in problems)
            terminal.Error.WriteLine($"workbench: {problem}");
        return problems.Count == 0 ? 0 : 1;
    }

    /// <summary>Runs a paper's notebook; what went wrong, or null. One notebook's failure is not the others'.</summary>
    private static async Task<string?> ProblemAsync(
        Checkout checkout, PlannedRun plan, RunOptions options, string device, Terminal terminal, CancellationToken cancellation)
    {
        var ids = string.Join(", ", plan.Wanted.Select(claim => claim.Claim.Id));
        if (!File.Exists(plan.Notebook))
            return $"there is no {Checkout.Show(plan.Notebook)} to measure {ids}; a claim without an experiment says so by 'planned' in its card.";
        try
        {
            NotebookPath.Load(plan.Notebook);
            if ((await new NotebookRun(checkout, options, plan.Notebook).ExecuteAsync(terminal, cancellation)).ExitCode != RunReport.Done)
                return $"the notebook failed (see above), so {ids} stay as they were.";
        }
        catch (Exception failure) when (failure is UsageException or NotebookFormatException or IOException or UnauthorizedAccessException)
        {
            return failure.Message;
        }

        return StillWanted(PlannedRun.Of(checkout, ClaimsCommand.Load(checkout), plan.Card, Protocols.Parse(options.Protocol), device, force: false));
    }

    private static string? StillWanted(PlannedRun after) => after.Wanted.Count == 0
        ? null
        : $"the notebook ran, and yet: {string.Join("; ", after.Wanted.Select(claim => $"{claim.Claim.Id}: {claim.Lacks}"))}.";
}

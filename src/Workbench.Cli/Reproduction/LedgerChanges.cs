using Workbench.Papers;

namespace Workbench.Cli.Reproduction;

/// <summary>What a reproduction changed in the ledger, claim by claim.</summary>
internal static class LedgerChanges
{
    /// <summary>Prints verdicts before → after of the claims that were measured anew, and the count of the whole ledger.</summary>
    /// <param name="before">The ledger before.</param>
    /// <param name="after">The ledger now.</param>
    /// <param name="terminal">Where to write.</param>
    public static void Write(Ledger before, Ledger after, Terminal terminal)
    {
        var lines = after.Rows.Where(row => row.Result is not null).Select(row => (row, was: Same(before, row)))
            .Where(pair => pair.was?.Result is not { } result || !Equal(result, pair.row.Result!) || pair.was.Verdict != pair.row.Verdict)
            .Select(pair => (pair.row, was: pair.was?.Verdict ?? "not run yet")).ToList();
        terminal.Output.WriteLine(lines.Count == 0 ? "\nThe ledger has not changed." : "\nThe ledger's changes:");
        var (id, was) = (lines.Select(line => line.row.Claim.Id.Length).DefaultIfEmpty().Max(), lines.Select(line => line.was.Length).DefaultIfEmpty().Max());
        foreach (var (row, then) in lines)
        {
            var now = row.Verdict == then ? "the same" : row.Verdict;
            terminal.Output.WriteLine($"  {row.Claim.Id.PadRight(id)}  {row.Result!.Protocol,-5} on {row.Result.Device,-4}  {then.PadRight(was)} → {now}");
        }

        terminal.Output.WriteLine(after.Summary());
    }

    private static LedgerRow? Same(Ledger ledger, LedgerRow row) => PlannedRun.Measured(ledger, row.Claim.Id, row.Result!.Protocol, row.Result.Device);

    private static bool Equal(ClaimResult a, ClaimResult b) => a.Date == b.Date && a.Commit == b.Commit && a.Ours == b.Ours;
}

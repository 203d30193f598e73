namespace Workbench.Papers;

/// <summary>A row of the ledger as it is shown, cell by cell: the page and the command line show the same ones.</summary>
/// <param name="Claim">The claim's id.</param>
/// <param name="Title">The claim in a line.</param>
/// <param name="Paper">What the paper reports.</param>
/// <param name="Ours">What was measured, with 95 % intervals; for a planned claim why it is not yet.</param>
/// <param name="Verdict"><see cref="LedgerRow.Verdict"/>.</param>
/// <param name="Protocol">quick or full; empty without a result, like the rest.</param>
/// <param name="Device">The device.</param>
/// <param name="Commit">The first seven digits of the commit, with "+dirty" where it was.</param>
/// <param name="Date">The day, UTC.</param>
public sealed record LedgerLine(
    string Claim, string Title, string Paper, string Ours, string Verdict, string Protocol, string Device, string Commit, string Date)
{
    /// <summary>The cells of a row.</summary>
    public static LedgerLine Of(LedgerRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        var r = row.Result;
        return new(row.Claim.Id, row.Claim.Title, row.Claim.Paper, r?.Ours ?? row.Claim.Planned ?? "", row.Verdict,
            r?.Protocol ?? "", r?.Device ?? "", r is null ? "" : Short(r.Commit), r?.Date[..10] ?? "");
    }

    private static string Short(string commit)
    {
        var hash = commit.Split('+')[0];
        return (hash.Length > 7 ? hash[..7] : hash) + commit[hash.Length..];
    }
}

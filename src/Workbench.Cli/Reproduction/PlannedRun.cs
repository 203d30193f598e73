using Workbench.Papers;

namespace Workbench.Cli.Reproduction;

/// <summary>What there is to do for one paper under one protocol on one device.</summary>
/// <param name="Card">The paper.</param>
/// <param name="Protocol">quick or full.</param>
/// <param name="Notebook">The notebook that measures its claims.</param>
/// <param name="Current">Rows whose result answers for the claim, the experiment, the protocol and the device as they are now.</param>
/// <param name="Wanted">The other claims that the card judges under the protocol, each with what its result lacks.</param>
internal sealed record PlannedRun(Card Card, Protocol Protocol, string Notebook, IReadOnlyList<LedgerRow> Current, IReadOnlyList<(Claim Claim, string Lacks)> Wanted)
{
    /// <summary>Looks what is missing. Claims that are planned, or that the card does not judge under the protocol, are left out.</summary>
    /// <param name="checkout">The checkout.</param>
    /// <param name="ledger">The results so far.</param>
    /// <param name="card">The paper.</param>
    /// <param name="protocol">quick or full.</param>
    /// <param name="device">cpu or cuda.</param>
    /// <param name="force">Whether to measure again what is current.</param>
    public static PlannedRun Of(Checkout checkout, Ledger ledger, Card card, Protocol protocol, string device, bool force)
    {
        var current = new List<LedgerRow>();
        var wanted = new List<(Claim, string)>();
        foreach (var claim in card.Claims.Where(claim => claim.Planned is null && claim.Protocols.ContainsKey(protocol)))
        {
            var row = Measured(ledger, claim.Id, protocol.Name(), device);
            if (Lacks(row, claim.Protocols[protocol], protocol, device) is { } lacks)
                wanted.Add((claim, lacks));
            else if (force)
                wanted.Add((claim, "again, --force"));
            else
                current.Add(row!);
        }

        return new(card, protocol, Path.Combine(checkout.Root, card.Notebook), current, wanted);
    }

    /// <summary>The row with a claim's result under a protocol on a device, if there is one.</summary>
    public static LedgerRow? Measured(Ledger ledger, string claim, string protocol, string device) =>
        ledger.Rows.FirstOrDefault(row => row.Claim.Id == claim && row.Result?.Protocol == protocol && row.Result.Device == device);

    /// <summary>What is to be done, in a line.</summary>
    public string Describe() => (Wanted.Count, Current.Count) switch
    {
        (0, 0) => $"{Card.Slug}: no claim to judge under this protocol; skipped.",
        (0, _) => $"{Card.Slug}: {Names(Current.Select(row => row.Claim.Id))} {(Current.Count == 1 ? "is" : "are")} current; skipped (--force runs the notebook again).",
        _ => $"{Card.Slug}: {string.Join("; ", Wanted.GroupBy(claim => claim.Lacks).Select(group => $"{Names(group.Select(claim => claim.Claim.Id))}: {group.Key}"))}"
            + (Current.Count == 0 ? "." : $". The notebook measures {Names(Current.Select(row => row.Claim.Id))} too, which {(Current.Count == 1 ? "was" : "were")} current."),
    };

    private static string? Lacks(LedgerRow? row, ClaimProtocol asked, Protocol protocol, string device)
    {
        if (row is not { Result: { } result })
            return $"no result under {protocol.Name()} on {device}";
        if (row.StaleBecause is { } change)
            return change;
        if (row.ExperimentUnknown)
            return "the result does not say which notebook code measured it";
        var absent = asked.Seeds.Except(result.Seeds).Count();
        return absent == 0 ? null : $"{asked.Seeds.Count - absent} of {asked.Seeds.Count} seeds were measured";
    }

    private static string Names(IEnumerable<string> ids) => string.Join(", ", ids);
}

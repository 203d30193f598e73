using Workbench.Papers;

namespace Workbench.Cli.Reproduction;

/// <summary>In which order notebooks are worth their time.</summary>
internal static class Worth
{
    // What a claim may take by its protocol's own rule.
    private const double QuickSeconds = 90;
    private const double FullSeconds = 480;

    /// <summary>
    /// The cards of the plans: those that want nothing first, as their line costs nothing, then by claims wanted a second, cards that share a
    /// notebook together.
    /// </summary>
    /// <param name="ledger">Knows how long notebooks took before.</param>
    /// <param name="plans">What is wanted, in the cards' order, which decides between equals.</param>
    /// <param name="device">cpu or cuda.</param>
    public static IEnumerable<Card> Ordered(Ledger ledger, IReadOnlyList<PlannedRun> plans, string device) => plans
        .GroupBy(plan => plan.Card.Notebook)
        .OrderByDescending(shared => shared.Sum(plan => plan.Wanted.Count) is var wanted && wanted == 0 ? double.PositiveInfinity : wanted / shared.Max(plan => Seconds(ledger, plan, device)))
        .SelectMany(shared => shared.Select(plan => plan.Card));

    /// <summary>How long a notebook is expected to take: as long as it last did under the protocol on the device, else as long as its claims may.</summary>
    public static double Seconds(Ledger ledger, PlannedRun plan, string device)
    {
        var claims = plan.Card.Claims.Where(claim => claim.Protocols.ContainsKey(plan.Protocol)).ToList();
        var before = claims.Select(claim => PlannedRun.Measured(ledger, claim.Id, plan.Protocol.Name(), device)?.Result?.Seconds).Max();
        return Math.Max(1, before ?? claims.Count * (plan.Protocol == Protocol.Full ? FullSeconds : QuickSeconds));
    }
}

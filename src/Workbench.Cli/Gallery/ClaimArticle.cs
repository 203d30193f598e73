using Workbench.Papers;

namespace Workbench.Cli.Gallery;

/// <summary>One claim: what the paper says, what counts as reproduced, what was measured, and the verdict with its reason.</summary>
internal static class ClaimArticle
{
    public static Html Create(GallerySource source, Claim claim)
    {
        var rows = source.Ledger.Rows.Where(row => row.Claim == claim).ToList();
        var results = rows.Where(row => row.Result is not null).ToList();
        return $"""
            <article class="claim {Badge.Class(Badge.Kind(source.Ledger.Headline(claim.Id)))}" id="{claim.Id}" aria-labelledby="{claim.Id}-title">
            <header><p class="kicker"><a class="id" href="#{claim.Id}">{claim.Id}</a></p>
            <h3 id="{claim.Id}-title">{claim.Title}</h3>{Badge.Of(source.Ledger.Headline(claim.Id))}</header>
            <dl class="facts">
            <div><dt>The paper</dt><dd>{claim.Paper}{Html.When(claim.Direction is not null, $" <span class=\"soft\">({claim.Direction})</span>")}</dd></div>
            <div><dt>Varied</dt><dd>{claim.Varied}</dd></div>
            <div><dt>Measured</dt><dd>{claim.Metric}</dd></div>
            {Html.When(claim.Confidence is not null, $"<div><dt>Expected</dt><dd>{claim.Confidence} confidence that this setting can show it</dd></div>")}
            {Html.When(claim.Note is not null, $"<div><dt>Note</dt><dd>{claim.Note}</dd></div>")}
            </dl>
            {results.Select(row => Result(row, isOnly: results.Count == 1))}{claim.Protocols.OrderBy(p => p.Key).Where(p => results.All(row => row.Result!.Protocol != p.Key.Name())).Select(p => Open(claim, p.Key, p.Value))}
            </article>

            """;
    }

    private static Html Result(LedgerRow row, bool isOnly)
    {
        var r = row.Result!;
        // A verdict's reason has one part for each comparison, in order, and then what else is to be said.
        var reasons = r.Reason.Split("; ");
        var isParted = reasons.Length >= r.Comparisons.Count && r.Comparisons.Zip(reasons).All(pair => pair.Second.StartsWith(pair.First.Quantity + " = ", StringComparison.Ordinal));
        var rest = string.Join("; ", isParted ? reasons[r.Comparisons.Count..] : reasons);
        var setting = row.Claim.Protocols.FirstOrDefault(p => p.Key.Name() == r.Protocol).Value?.Setting;
        return $"""
            <section class="result" aria-label="{row.Claim.Id}, {r.Protocol} on {r.Device}">
            <h4>{r.Protocol} on {r.Device} <span class="soft">{r.Seeds.Count} seeds · {Provenance.Day(r)} · {Provenance.Commit(r)}</span>{Html.When(!isOnly, Badge.Of(row))}</h4>
            {Html.When(row.Stale, $"<p class=\"stale\">Stale: {row.StaleBecause}. The numbers answer an earlier question.</p>")}
            <p class="criterion"><span class="soft">Reproduced when</span> <code>{r.Criterion}</code></p>
            {Html.When(r.Comparisons.Count > 0, $"<ul class=\"strips\">{r.Comparisons.Select((c, i) => Comparison(c, isParted ? reasons[i] : ""))}</ul>")}
            {Html.When(rest.Length > 0, $"<p class=\"reason\">{rest}</p>")}
            {Html.When(setting is not null, $"<p class=\"setting soft\">{setting}</p>")}
            {Provenance.Of(r)}</section>

            """;
    }

    private static Html Comparison(ComparisonResult c, string reason)
    {
        var asked = reason.IndexOf(", asked ", StringComparison.Ordinal) is var at and >= 0 ? reason[(at + 2)..] : $"asked {VerdictText.Symbol(c.Operator)} {VerdictText.Number(c.Threshold)}";
        return $"<li><code>{c.Quantity}</code>{Strip.Of(c)}<span class=\"numbers\"><span class=\"value\">{Strip.Measured(c)}</span> <span class=\"soft\">{asked}</span></span></li>\n";
    }

    private static Html Open(Claim claim, Protocol protocol, ClaimProtocol asked) => $"""
        <section class="result" aria-label="{claim.Id}, {protocol.Name()}">
        <h4>{protocol.Name()} <span class="soft">{claim.Planned ?? "not run yet"}</span></h4>
        <p class="criterion"><span class="soft">Reproduced when</span> <code>{asked.Criterion.Text}</code></p>
        <p class="setting soft">{asked.Setting}; seeds {string.Join(", ", asked.Seeds)}</p></section>

        """;
}

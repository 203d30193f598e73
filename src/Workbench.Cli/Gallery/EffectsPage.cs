using System.Globalization;
using Workbench.Papers;

namespace Workbench.Cli.Gallery;

/// <summary>All claims side by side: how far each measured quantity is from its threshold, and how many claims of each paper have which verdict.</summary>
internal static class EffectsPage
{
    public static SitePage Create(GallerySource source)
    {
        var judged = source.Headlines.Where(row => row.Result is { Comparisons.Count: > 0 }).ToList();
        var scale = new EffectScale(judged.SelectMany(row => row.Result!.Comparisons).Select(Effect.Of).OfType<Effect>());
        return new(SiteMap.Effects, "All claims side by side", $"""
            <div class="hero"><h1>All claims side by side</h1>
            <p class="lead">Every quantity that a criterion compares, as its distance from the threshold: in standard deviations over seeds, to the right where the claim asks it to be.</p></div>
            <section aria-labelledby="effects"><h2 id="effects">Effect against threshold</h2>
            <p class="key soft"><span>{Key("holds")} holds</span> <span>{Key("fails")} fails</span> <span>{Key("unclear")} the interval holds the threshold, or some seeds agree and others do not</span> <span>bar: 95 % interval</span> <span>logarithmic beyond ±1</span></p>
            {source.Ledger.Cards.Select(card => Paper(card, [.. judged.Where(row => row.Card == card)], scale))}
            <p class="soft">Quantities without a spread over seeds (counts, extremes) have no place on the scale and are left out; they are on the papers' pages.</p></section>
            <section aria-labelledby="verdicts"><h2 id="verdicts">Verdicts by paper</h2>
            {Matrix(source)}</section>
            """)
        { Kind = "wide" };
    }

    private static Html Paper(Card card, IReadOnlyList<LedgerRow> rows, EffectScale scale)
    {
        var page = SiteMap.Link(SiteMap.Effects, SiteMap.Paper(card.Slug));
        return rows.Count == 0 ? Html.Empty : $"""
            <h3><a href="{page}">{Prose.Line(GallerySource.ShortTitle(card))}</a></h3>
            <ol class="forest">{rows.Select(row => Claim(row, page, scale))}
            <li class="scale" aria-hidden="true"><span></span><svg width="100%" height="18">{scale.Ticks.Select(tick => (Html)$"<text x=\"{scale.Place(tick)}%\" y=\"13\" text-anchor=\"middle\">{VerdictText.Number(tick)}</text>")}</svg><span></span></li></ol>

            """;
    }

    private static Html Claim(LedgerRow row, string page, EffectScale scale) => $"""
        <li class="head"><a class="id" href="{page}#{row.Claim.Id}">{row.Claim.Id}</a> {row.Claim.Title} {Badge.Of(row)}</li>
        {row.Result!.Comparisons.Select(c => Effect.Of(c) is { } effect ? Comparison(c, effect, scale) : Html.Empty)}
        """;

    private static Html Comparison(ComparisonResult c, Effect effect, EffectScale scale) => $"""
        <li><code>{c.Quantity}</code>{Strip.Of(c, effect, scale)}<span class="numbers"><span class="value">{effect.Value.ToString(Math.Abs(effect.Value) < 10 ? "0.0#" : "0", CultureInfo.InvariantCulture)} sd</span> <span class="soft">{Strip.Measured(c)}, asked {VerdictText.Symbol(c.Operator)} {VerdictText.Number(c.Threshold)}</span></span></li>
        """;

    private static Html Key(string outcome) => $"<svg class=\"strip {outcome} mark\" viewBox=\"-8 -8 16 16\" width=\"16\" height=\"16\" aria-hidden=\"true\"><path class=\"dot\" d=\"{Strip.Mark(outcome)}\"/></svg>";

    private static Html Matrix(GallerySource source)
    {
        var counts = source.Headlines.CountBy(row => (row.Card.Slug, Badge.Kind(row))).ToDictionary();
        var kinds = Ledger.Verdicts.Where(kind => counts.Keys.Any(key => key.Item2 == kind)).ToList();
        return $"""
            <div class="scroll"><table class="matrix"><caption class="unseen">Claims by paper and verdict</caption>
            <thead><tr><th scope="col">Paper</th>{kinds.Select(kind => (Html)$"<th scope=\"col\"><span class=\"badge {Badge.Class(kind)}\">{Badge.Sign(kind)}{kind}</span></th>")}</tr></thead>
            <tbody>{source.Ledger.Cards.Select(card => (Html)$"<tr><th scope=\"row\"><a href=\"{SiteMap.Link(SiteMap.Effects, SiteMap.Paper(card.Slug))}\">{Prose.Line(GallerySource.ShortTitle(card))}</a> <span class=\"soft\">{card.Family}</span></th>{kinds.Select(kind => (Html)$"<td>{counts.GetValueOrDefault((card.Slug, kind))}</td>")}</tr>\n")}</tbody></table></div>
            """;
    }
}

namespace Workbench.Papers;

/// <summary>One line of the ledger: a claim and a result of it, or a claim without one.</summary>
/// <param name="Card">The paper.</param>
/// <param name="Claim">The claim.</param>
/// <param name="Result">What was measured; null if nothing was.</param>
/// <param name="Stale">Whether the claim's definition has changed since: the result was judged by another one.</param>
public sealed record LedgerRow(Card Card, Claim Claim, ClaimResult? Result, bool Stale)
{
    /// <summary>The verdict's words; "planned" or "not run yet" without a result, "stale: …" for a stale one.</summary>
    public string Verdict => Result is null ? (Claim.Planned is null ? "not run yet" : VerdictKind.Planned.Words())
        : (Stale ? "stale: " : "") + Result.Verdict + (Result.Partial is null ? "" : $" ({Result.Partial})");
}

/// <summary>
/// Every claim of every card with its results: what has been reproduced, on which machine, at which commit, and what has not.
/// </summary>
/// <param name="Cards">The papers, in the order of their files.</param>
/// <param name="Rows">One line per result, or per claim without one, in the cards' order.</param>
/// <param name="Orphans">Result files whose claim no card has any more.</param>
public sealed record Ledger(IReadOnlyList<Card> Cards, IReadOnlyList<LedgerRow> Rows, IReadOnlyList<string> Orphans)
{
    /// <summary>The generated page, relative to the repository.</summary>
    public const string Page = "papers/README.md";

    /// <summary>Reads <c>papers/*.md</c> and <c>papers/results/*.json</c>.</summary>
    /// <param name="root">The repository's folder; null to find it.</param>
    /// <exception cref="CardException">A card is not valid, or two cards use the same claim id.</exception>
    /// <exception cref="InvalidDataException">A result file is damaged.</exception>
    public static Ledger Load(string? root = null)
    {
        root ??= Repository.Root();
        Card[] cards = [.. Repository.Cards(root).Select(Card.Load)];
        var claims = cards.SelectMany(card => card.Claims.Select(claim => (card, claim))).ToArray();
        if (claims.GroupBy(c => c.claim.Id).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw new CardException($"papers/{twice.Last().card.Slug}.md", 1, $"claim id '{twice.Key}' is also used by card {twice.First().card.Slug}");

        var folder = Path.Combine(root, "papers", "results");
        string[] files = Directory.Exists(folder) ? [.. Directory.EnumerateFiles(folder, "*.json").Order(StringComparer.Ordinal)] : [];
        var results = files.Select(f => (File: f, Result: ClaimResult.Load(f))).ToLookup(r => r.Result.Claim);
        var known = claims.Select(c => c.claim.Id).ToHashSet();
        return new(cards,
            [.. claims.SelectMany(c => Lines(c.card, c.claim, results[c.claim.Id].Select(r => r.Result)))],
            [.. results.Where(r => !known.Contains(r.Key)).SelectMany(r => r.Select(x => Path.GetFileName(x.File)))]);
    }

    /// <summary>
    /// The row a claim is counted by: its most demanding protocol that is not stale, the latest of several devices.
    /// </summary>
    /// <param name="claim">The claim's id.</param>
    public LedgerRow Headline(string claim) => Rows.Where(r => r.Claim.Id == claim)
        .OrderBy(r => r.Stale).ThenByDescending(r => r.Result?.Protocol == "full").ThenByDescending(r => r.Result?.Date, StringComparer.Ordinal)
        .First();

    /// <summary>How many claims have each verdict, by their headline rows; stale ones are counted as "stale".</summary>
    public IReadOnlyDictionary<string, int> Counts() => Rows.Select(r => r.Claim.Id).Distinct()
        .Select(Headline).CountBy(r => r.Stale ? "stale" : r.Result?.Verdict ?? r.Verdict).ToDictionary();

    /// <summary>The ledger as Markdown, the same on every machine.</summary>
    public string ToMarkdown() => LedgerMarkdown.Write(this);

    /// <summary>Writes <see cref="Page"/> if it has changed.</summary>
    /// <param name="root">The repository's folder; null to find it.</param>
    /// <returns>Whether it had.</returns>
    public static bool WriteMarkdown(string? root = null)
    {
        root ??= Repository.Root();
        var (path, text) = (Path.Combine(root, Page), Load(root).ToMarkdown());
        if (File.Exists(path) && File.ReadAllText(path) == text)
            return false;
        AtomicFile.WriteAllText(path, text);
        return true;
    }

    private static IEnumerable<LedgerRow> Lines(Card card, Claim claim, IEnumerable<ClaimResult> results)
    {
        LedgerRow[] rows = [.. results.OrderBy(r => r.Protocol == "full").ThenBy(r => r.Device, StringComparer.Ordinal)
            .Select(r => new LedgerRow(card, claim, r, IsStale(claim, r)))];
        return rows.Length > 0 ? rows : [new(card, claim, null, false)];
    }

    private static bool IsStale(Claim claim, ClaimResult result) =>
        !claim.Protocols.Any(p => p.Key.Name() == result.Protocol && claim.DefinitionHash(p.Key) == result.Definition);
}

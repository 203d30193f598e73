namespace Workbench.Papers;

/// <summary>One line of the ledger: a claim and a result of it, or a claim without one.</summary>
/// <param name="Card">The paper.</param>
/// <param name="Claim">The claim.</param>
/// <param name="Result">What was measured; null if nothing was.</param>
/// <param name="StaleBecause">What has changed since the run, so that the result answers another question: the claim's definition, the notebook's code; null for nothing.</param>
public sealed record LedgerRow(Card Card, Claim Claim, ClaimResult? Result, string? StaleBecause)
{
    /// <summary>Whether the claim's definition or the experiment has changed since the run.</summary>
    public bool Stale => StaleBecause is not null;

    /// <summary>Whether the result does not say which code measured it, so that a change of the experiment since cannot be seen.</summary>
    public bool ExperimentUnknown => Result is { Experiment: null };

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

    /// <summary>What a claim can be counted as, in the order in which it is told.</summary>
    public static IReadOnlyList<string> Verdicts { get; } = ["reproduced", "not reproduced", "inconclusive", "stale", "not run yet", "planned"];

    /// <summary>Reads <c>papers/*.md</c> and <c>papers/results/*.json</c>.</summary>
    /// <param name="root">The repository's folder; null to find it.</param>
    /// <exception cref="CardException">A card is not valid, or two cards use the same claim id.</exception>
    /// <exception cref="InvalidDataException">A result file, or the notebook of one, is damaged.</exception>
    public static Ledger Load(string? root = null)
    {
        root ??= Repository.Root();
        Card[] cards = [.. Repository.Cards(root).Select(Card.Load)];
        var claims = cards.SelectMany(card => card.Claims.Select(claim => (card, claim))).ToArray();
        if (claims.GroupBy(c => c.claim.Id).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw new CardException($"papers/{twice.Last().card.Slug}.md", twice.Last().claim.Line, $"claim id '{twice.Key}' is also used by card {twice.First().card.Slug}");

        var folder = Path.Combine(root, "papers", "results");
        string[] files = Directory.Exists(folder) ? [.. Directory.EnumerateFiles(folder, "*.json").Order(StringComparer.Ordinal)] : [];
        var results = files.Select(f => (File: f, Result: ClaimResult.Load(f))).ToLookup(r => r.Result.Claim);
        var known = claims.Select(c => c.claim.Id).ToHashSet();
        var code = new Dictionary<string, string?>();
        string? CodeNow(string notebook) => code.TryGetValue(notebook, out var hash) ? hash : code[notebook] = NotebookCode.Of(root, notebook)?.Hash;
        return new(cards,
            [.. claims.SelectMany(c => Lines(c.card, c.claim, results[c.claim.Id].Select(r => r.Result), CodeNow))],
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
        .Select(Headline).CountBy(CountedAs).ToDictionary();

    /// <summary>Which of <see cref="Verdicts"/> a row is.</summary>
    public static string CountedAs(LedgerRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        return row.Stale ? "stale" : row.Result?.Verdict ?? row.Verdict;
    }

    /// <summary>"6 of 11 claims from 2 papers reproduced, 1 not reproduced, …", by the headline rows.</summary>
    public string Summary()
    {
        var (counts, papers) = (Counts(), Cards.Count(card => Rows.Any(row => row.Card == card)));
        var others = Verdicts.Skip(1).Where(counts.ContainsKey).Select(v => $"{counts[v]} {v}");
        return string.Join(", ", others.Prepend($"{counts.GetValueOrDefault("reproduced")} of {counts.Values.Sum()} claims from {papers} paper{(papers == 1 ? "" : "s")} reproduced")) + ".";
    }

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

    private static IEnumerable<LedgerRow> Lines(Card card, Claim claim, IEnumerable<ClaimResult> results, Func<string, string?> codeNow)
    {
        LedgerRow[] rows = [.. results.OrderBy(r => r.Protocol == "full").ThenBy(r => r.Device, StringComparer.Ordinal)
            .Select(r => new LedgerRow(card, claim, r, StaleBecause(claim, r, codeNow)))];
        return rows.Length > 0 ? rows : [new(card, claim, null, null)];
    }

    private static string? StaleBecause(Claim claim, ClaimResult result, Func<string, string?> codeNow)
    {
        if (!claim.Protocols.Any(p => p.Key.Name() == result.Protocol && claim.DefinitionHash(p.Key) == result.Definition))
            return "the claim's definition changed after the run";
        if (result.Notebook is not { } notebook || result.Experiment is not { } then)
            return null;
        return codeNow(notebook) is not { } now ? $"{notebook} is no longer there" : now == then ? null : $"the code of {notebook} changed after the run";
    }
}

namespace Workbench.Papers;

/// <summary>A choice of the ledger's rows; what is not given does not restrict.</summary>
public sealed record LedgerFilter
{
    /// <summary>Ids of claims, in any case; empty for all.</summary>
    public IReadOnlyList<string> Claims { get; init; } = [];

    /// <summary>A card: its slug, its number or its arXiv id.</summary>
    public string? Paper { get; init; }

    /// <summary>A family of papers, as the cards name it.</summary>
    public string? Family { get; init; }

    /// <summary>One of <see cref="Ledger.Verdicts"/>; words may be joined by hyphens.</summary>
    public string? Verdict { get; init; }

    /// <summary>
    /// quick or full: the results under that protocol, and the claims that ask for one and have none. Claims that the card judges under
    /// the other protocol only are left out.
    /// </summary>
    public string? Protocol { get; init; }

    /// <summary>A device: results measured on it; "cuda" means any CUDA device.</summary>
    public string? Device { get; init; }

    /// <summary>The ledger with the chosen rows only.</summary>
    /// <exception cref="ArgumentException">A claim, paper, family, verdict or protocol that does not exist; the message names the nearest.</exception>
    public Ledger Apply(Ledger ledger)
    {
        ArgumentNullException.ThrowIfNull(ledger);
        var rows = ledger.Rows;
        Known("claim", Claims, rows.Select(row => row.Claim.Id));
        if (Claims.Count > 0)
            rows = [.. rows.Where(row => Claims.Contains(row.Claim.Id, StringComparer.OrdinalIgnoreCase))];
        if (Paper is not null)
        {
            var cards = Cards(ledger, Paper);
            rows = [.. rows.Where(row => cards.Contains(row.Card))];
        }

        if (Family is not null)
        {
            Known("family", [Family], ledger.Cards.Select(card => card.Family));
            rows = [.. rows.Where(row => Same(row.Card.Family, Family))];
        }

        if (Protocol is not null)
        {
            Known("protocol", [Protocol], ["quick", "full"]);
            rows = [.. rows.GroupBy(row => row.Claim.Id).SelectMany(claim => Under(Papers.Protocols.Parse(Protocol.ToLowerInvariant()), [.. claim]))];
        }

        if (Device is not null)
            rows = [.. rows.Where(row => row.Result is { } result && (Same(result.Device, Device) || result.Device.StartsWith(Device + ":", StringComparison.OrdinalIgnoreCase)))];
        if (Verdict is not null)
        {
            var words = Verdict.Replace('-', ' ');
            Known("verdict", [words], Ledger.Verdicts);
            rows = [.. rows.Where(row => Same(Ledger.CountedAs(row), words))];
        }

        return ledger with { Rows = rows };
    }

    /// <summary>The cards that a name means: a slug, the number it starts with, or an arXiv id.</summary>
    /// <exception cref="ArgumentException">There is none; the message names the nearest.</exception>
    public static IReadOnlyList<Card> Cards(Ledger ledger, string name)
    {
        ArgumentNullException.ThrowIfNull(ledger);
        ArgumentNullException.ThrowIfNull(name);
        Card[] cards = [.. ledger.Cards.Where(card => card.Slug == name || card.Arxiv == name || card.Slug.StartsWith(name.PadLeft(2, '0') + "-", StringComparison.Ordinal))];
        return cards.Length > 0 ? cards : throw new ArgumentException($"There is no paper '{name}'.{Nearest.Hint(name, ledger.Cards.Select(card => card.Slug))}");
    }

    private static IEnumerable<LedgerRow> Under(Protocol protocol, LedgerRow[] claim)
    {
        LedgerRow[] measured = [.. claim.Where(row => row.Result?.Protocol == protocol.Name())];
        return measured.Length > 0 ? measured
            : claim[0].Claim.Protocols.ContainsKey(protocol) ? [new(claim[0].Card, claim[0].Claim, null, null)]
            : [];
    }

    private static void Known(string what, IEnumerable<string> given, IEnumerable<string> all)
    {
        string[] known = [.. all.Distinct()];
        foreach (var name in given.Where(name => !known.Contains(name, StringComparer.OrdinalIgnoreCase)))
            throw new ArgumentException($"There is no {what} '{name}'.{Nearest.Hint(name, known)}");
    }

    private static bool Same(string a, string b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);
}

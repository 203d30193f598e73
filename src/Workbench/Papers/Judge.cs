namespace Workbench.Papers;

/// <summary>Turns recorded measurements into verdicts.</summary>
internal static class Judge
{
    /// <summary>
    /// Judges a claim on every seed that was measured for it; none can be left out. Too few seeds or a missing or non-finite measurement
    /// make it inconclusive.
    /// </summary>
    public static Verdict Claim(Claim claim, Protocol protocol, IReadOnlyDictionary<string, SortedDictionary<int, double>> recorded)
    {
        Verdict Say(VerdictKind kind, string reason) =>
            new(claim, protocol, kind, reason, [], [], new Dictionary<string, IReadOnlyList<double>>());

        if (!claim.Protocols.TryGetValue(protocol, out var asked))
        {
            var why = protocol == Protocol.Smoke
                ? "a smoke run executes everything and judges nothing"
                : $"the card has no {protocol.Name()} protocol for this claim";
            return claim.Planned is null || protocol != Protocol.Smoke ? Say(VerdictKind.NotJudged, why) : Say(VerdictKind.Planned, claim.Planned);
        }

        var names = asked.Criterion.Measurements.Union(asked.Partial?.Criterion.Measurements ?? []).ToArray();
        var measuredSeeds = names.Where(recorded.ContainsKey).SelectMany(n => recorded[n].Keys).ToHashSet();
        if (measuredSeeds.Count == 0)
            return claim.Planned is { } plan ? Say(VerdictKind.Planned, plan) : Say(VerdictKind.NotJudged, "not measured in this run");

        int[] seeds = [.. measuredSeeds.Order()];
        var values = names.ToDictionary(n => n, n => (IReadOnlyList<double>)[.. seeds.Select(s => Value(recorded, n, s))]);
        var gaps = Gaps(asked, seeds, values);
        if (gaps.Length > 0)
            return new(claim, protocol, VerdictKind.Inconclusive, gaps, [], seeds, values);

        var (outcome, comparisons) = asked.Criterion.Judge(values);
        var reason = string.Join("; ", comparisons.Select(VerdictText.Of));
        var partial = asked.Partial is { } weaker && outcome == Outcome.Fails && weaker.Criterion.Judge(values).Outcome == Outcome.Holds
            ? weaker.Name
            : null;
        if (partial is not null)
            reason += $"; {partial}: {asked.Partial!.Criterion} holds";
        var kind = outcome switch
        {
            Outcome.Holds => VerdictKind.Reproduced,
            Outcome.Fails => VerdictKind.NotReproduced,
            _ => VerdictKind.Inconclusive,
        };
        return new(claim, protocol, kind, reason, comparisons, seeds, values, partial);
    }

    private static double Value(IReadOnlyDictionary<string, SortedDictionary<int, double>> recorded, string name, int seed) =>
        recorded.TryGetValue(name, out var bySeed) && bySeed.TryGetValue(seed, out var value) ? value : double.NaN;

    private static string Gaps(ClaimProtocol asked, int[] seeds, Dictionary<string, IReadOnlyList<double>> values)
    {
        var gaps = new List<string>();
        var absent = asked.Seeds.Except(seeds).ToArray();
        if (absent.Length > 0)
            gaps.Add($"{asked.Seeds.Count - absent.Length} of the {asked.Seeds.Count} seeds asked for were measured (without {string.Join(", ", absent)})");
        foreach (var (name, bySeed) in values)
        {
            var bad = seeds.Where((_, i) => !double.IsFinite(bySeed[i])).ToArray();
            if (bad.Length > 0)
                gaps.Add($"{name} is missing or not finite in seed {string.Join(", ", bad)}");
        }

        return string.Join("; ", gaps);
    }
}

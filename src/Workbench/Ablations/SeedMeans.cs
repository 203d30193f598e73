namespace Workbench.Ablations;

/// <summary>
/// One value per seed of a group of runs: the mean over the group's variants, so that seeds stay the independent repetitions. A seed
/// counts when it has a value in every variant of the group; one without would shift the mean.
/// </summary>
/// <param name="Seeds">The seeds that count, ascending.</param>
/// <param name="Values">Their values.</param>
/// <param name="Missing">How many runs of the group gave no usable measurement.</param>
internal sealed record SeedMeans(int[] Seeds, double[] Values, int Missing)
{
    public static SeedMeans Of(IReadOnlyCollection<AblationRow> group, string measurement)
    {
        var variants = group.Select(r => r.Key(r.Factors)).Distinct().Count();
        var seeds = group.Select(r => r.Seed).Distinct().Count();
        AblationRow[] usable = [.. AblationTable.Usable(group)];
        var complete = usable.GroupBy(r => r.Seed).Where(g => g.Count() == variants).OrderBy(g => g.Key).ToArray();
        return new([.. complete.Select(g => g.Key)], [.. complete.Select(g => g.Average(r => r.Value(measurement)))], variants * seeds - usable.Length);
    }
}

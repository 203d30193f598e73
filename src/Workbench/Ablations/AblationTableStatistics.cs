using Workbench.Statistics;

namespace Workbench.Ablations;

public sealed partial class AblationTable
{
    /// <summary>Means over seeds with 95 % intervals, one row a group of runs.</summary>
    /// <param name="by">
    /// The factors whose levels make the groups; all of them when none is named. A group of several variants is averaged within each seed
    /// first, since runs of one seed are not independent.
    /// </param>
    /// <exception cref="ArgumentException">There is no such factor; the message names the nearest.</exception>
    public AblationSummary Summary(params string[] by)
    {
        ArgumentNullException.ThrowIfNull(by);
        string[] factors = by.Length == 0 ? _factors : [.. by.Select(f => Factor(f, nameof(by)))];
        return new(factors, _measurements, Groups(_rows, factors));
    }

    /// <summary>Every other level of a factor against one, seed by seed, at equal levels of the other factors.</summary>
    /// <param name="factor">The factor.</param>
    /// <param name="baseline">Its level to compare with.</param>
    /// <exception cref="ArgumentException">No such factor or level; the message names the nearest.</exception>
    public AblationComparison Against(string factor, object baseline) =>
        Against(new Dictionary<string, string> { [Factor(factor)] = Label(factor, baseline) });

    /// <summary>
    /// Every variant against a baseline, seed by seed: <c>Against(new { activation = "relu", sparsity = 0 })</c> against that one variant;
    /// factors not named are equal in both.
    /// </summary>
    /// <param name="baseline">An object whose properties are factors, or a dictionary.</param>
    /// <exception cref="ArgumentException">No such factor or level (the nearest is named), or no run has them.</exception>
    public AblationComparison Against(object baseline)
    {
        ArgumentNullException.ThrowIfNull(baseline);
        return Against(FactorGrid.Read(baseline).ToDictionary(f => Factor(f.Name, nameof(baseline)), f => Label(f.Name, f.Value)));
    }

    internal static AblationRow[][] Groups(IEnumerable<AblationRow> rows, string[] factors) =>
        [.. rows.GroupBy(r => r.Key(factors)).Select(g => g.ToArray())];

    private AblationComparison Against(Dictionary<string, string> baseline)
    {
        string[] free = [.. _factors.Where(f => !baseline.ContainsKey(f))];
        bool IsBaseline(AblationRow row) => baseline.All(level => row[level.Key] == level.Value);
        var baselines = _rows.Where(IsBaseline).GroupBy(r => r.Key(free)).ToDictionary(g => g.Key, g => g.ToArray());
        var name = string.Join(", ", baseline.Select(level => $"{level.Key}={level.Value}"));
        if (baselines.Count == 0)
            throw new ArgumentException($"no run of the table is the baseline {name}", nameof(baseline));
        var rows = from variant in Groups(_rows.Where(r => !IsBaseline(r)), _factors)
                   where baselines.ContainsKey(variant[0].Key(free))
                   from measurement in _measurements
                   select Compare(variant, baselines[variant[0].Key(free)], measurement);
        return new(_factors, name, [.. rows]);
    }

    private static ComparisonRow Compare(AblationRow[] variant, AblationRow[] baseline, string measurement)
    {
        var theirs = Usable(baseline).ToDictionary(r => r.Seed, r => r.Value(measurement));
        AblationRow[] pairs = [.. Usable(variant).Where(r => theirs.ContainsKey(r.Seed)).OrderBy(r => r.Seed)];
        var seeds = variant.Concat(baseline).Select(r => r.Seed).Distinct().Count();
        return new(
            variant[0], measurement, [.. pairs.Select(r => r.Seed)],
            pairs.Length == 0 ? null : PairedComparison.Of(pairs.Select(r => r.Value(measurement)), pairs.Select(r => theirs[r.Seed])), seeds - pairs.Length);
    }
}

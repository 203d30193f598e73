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

    /// <summary>
    /// The power law y = c·x^slope through all runs: a line through the logarithms by least squares. The order of a solver is minus the slope
    /// of its error over steps.
    /// </summary>
    /// <param name="x">A factor of positive numbers.</param>
    /// <param name="y">A measurement.</param>
    /// <param name="from">The lowest level that counts; null for all.</param>
    /// <param name="to">The highest level that counts; null for all.</param>
    /// <returns>The line through (ln x, ln y).</returns>
    /// <exception cref="ArgumentException">No such factor or measurement (the nearest is named), levels that are not positive numbers, a
    /// measurement that is not positive, or fewer than two levels.</exception>
    public LinearRegression PowerLaw(string x, string y, double? from = null, double? to = null)
    {
        Factor(x, nameof(x));
        Measurement(y, nameof(y));
        var points = Usable(_rows).Select(row => (
            X: row.Level(x).Number is > 0 and var number ? number : throw new ArgumentException($"a power law needs positive numbers, '{x}' has the level {row[x]}", nameof(x)),
            Y: row.Value(y) is > 0 and var value ? value : throw new ArgumentException($"a power law needs positive numbers, {row} has {y} = {row.Value(y)}", nameof(y))))
            .Where(p => p.X >= (from ?? 0) && p.X <= (to ?? double.PositiveInfinity)).ToArray();
        return LinearRegression.Of(points.Select(p => Math.Log(p.X)), points.Select(p => Math.Log(p.Y)));
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

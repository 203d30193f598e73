using System.Globalization;
using Workbench.Statistics;

namespace Workbench.Ablations;

/// <summary>Means of groups of runs over seeds with intervals: Student's t, or a bootstrap on request.</summary>
public sealed class AblationSummary : ResultTable
{
    private readonly string[] _by;
    private readonly string[] _measurements;
    private readonly AblationRow[][] _groups;
    private readonly double _level;
    private readonly int? _bootstrapSeed;

    internal AblationSummary(string[] by, string[] measurements, AblationRow[][] groups, double level = 0.95, int? bootstrapSeed = null)
    {
        _by = by;
        _measurements = measurements;
        _groups = groups;
        _level = level;
        _bootstrapSeed = bootstrapSeed;
        Rows = [.. groups.Select(Row)];
    }

    /// <summary>One row a group, in the order of the table.</summary>
    public IReadOnlyList<SummaryRow> Rows { get; }

    /// <summary>The same with another confidence level.</summary>
    /// <param name="level">In (0, 1).</param>
    public AblationSummary Level(double level) => new(_by, _measurements, _groups, level, _bootstrapSeed);

    /// <summary>The same with bias-corrected and accelerated bootstrap intervals of the mean; for more than about eight seeds.</summary>
    /// <param name="seed">Seed of the resampling.</param>
    public AblationSummary Bootstrap(int seed = 0) => new(_by, _measurements, _groups, _level, seed);

    internal override CellGrid ShownGrid() => new(
        Caption(), [.. _by, .. _measurements, "n", "missing"],
        [.. Rows.Select(r => (Cell[])
        [
            .. _by.Select(f => Cell.Of(r.Level(f))), .. _measurements.Select(m => Cell.Of(r.Of(m).Mean, r.Of(m).Interval)), Cell.Of(r.Count), Cell.Of(r.Missing),
        ])]);

    internal override CellGrid DataGrid() => new(
        Caption(), [.. _by, .. _measurements.SelectMany(m => new[] { m, $"{m}_low", $"{m}_high", $"{m}_sd" }), "n", "missing"],
        [.. Rows.Select(r => (Cell[])
        [
            .. _by.Select(f => Cell.Of(r.Level(f))),
            .. _measurements.SelectMany(m => new[] { r.Of(m).Mean, r.Of(m).Interval.Low, r.Of(m).Interval.High, r.Of(m).StandardDeviation }).Select(Cell.Of),
            Cell.Of(r.Count), Cell.Of(r.Missing),
        ])]);

    private SummaryRow Row(AblationRow[] group)
    {
        var perSeed = _measurements.Select(m => SeedMeans.Of(group, m)).ToArray();
        return new(group[0], _by, _measurements, [.. perSeed.Select(p => Estimated(p.Values))], perSeed.Max(p => p.Seeds.Length), perSeed.Max(p => p.Missing));
    }

    private Estimate Estimated(double[] values)
    {
        if (values.Length == 0)
            return new(double.NaN, double.NaN, Interval.Undefined, 0, _level);
        var estimate = Estimate.Of(values, _level);
        return _bootstrapSeed is { } seed && values.Length > 1
            ? estimate with { Interval = Statistics.Bootstrap.Bca(values, v => v.Average(), seed, level: _level) }
            : estimate;
    }

    private string Caption() => string.Create(CultureInfo.InvariantCulture,
        $"mean over seeds with its {100 * _level:0.#} % interval ({(_bootstrapSeed is null ? "Student's t" : "bootstrap, BCa")})");
}

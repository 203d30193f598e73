using System.Globalization;
using Workbench.Statistics;

namespace Workbench.Ablations;

/// <summary>
/// Every variant against a baseline, seed by seed: mean paired difference with its t interval, effect size d_z, sign count and p value
/// (alone, and corrected for the number of rows). Pairing removes what the seed does to both.
/// </summary>
public sealed class AblationComparison : ResultTable
{
    private readonly string[] _factors;
    private readonly string _baseline;

    internal AblationComparison(string[] factors, string baseline, ComparisonRow[] rows)
    {
        _factors = factors;
        _baseline = baseline;
        Rows = rows;
        foreach (var (row, p) in rows.Zip(MultipleComparisons.Holm(rows.Select(r => r.PValue))))
            row.HolmPValue = p;
    }

    /// <summary>One row a variant and measurement.</summary>
    public IReadOnlyList<ComparisonRow> Rows { get; }

    /// <summary>The differences with their intervals as a forest of points.</summary>
    /// <param name="measurement">Which measurement.</param>
    /// <exception cref="ArgumentException">It is not among the rows, or no variant has a pair.</exception>
    public Plots.Figure Plot(string measurement)
    {
        ComparisonRow[] rows = [.. Rows.Where(r => r.Measurement == measurement && r.Paired is not null)];
        if (rows.Length == 0)
            throw new ArgumentException($"there is no difference in '{measurement}'.{Papers.Nearest.Hint(measurement ?? "", Rows.Select(r => r.Measurement).Distinct())}", nameof(measurement));
        return Plots.Plot.Forest(
            rows.Select(r => r.ToString()), rows.Select(r => (r.Difference.Interval.Low, r.Difference.Mean, r.Difference.Interval.High)))
            .Axes($"{measurement}, difference to {_baseline}", "");
    }

    internal override CellGrid ShownGrid() => new(
        Caption(), [.. _factors, "measurement", "difference", "d_z", "above", "below", "p", "p_holm", "n", "missing"],
        [.. Rows.Select(r => (Cell[])
        [
            .. _factors.Select(f => Cell.Of(r.Level(f))), Cell.Of(r.Measurement), Cell.Of(r.Difference.Mean, r.Difference.Interval), Cell.Of(r.EffectSize),
            Cell.Of(r.Paired?.Positive ?? 0), Cell.Of(r.Paired?.Negative ?? 0), Cell.Of(r.PValue), Cell.Of(r.HolmPValue), Cell.Of(r.Count), Cell.Of(r.Missing),
        ])]);

    internal override CellGrid DataGrid() => new(
        Caption(), [.. _factors, "measurement", "difference", "low", "high", "d_z", "above", "below", "p", "p_holm", "n", "missing"],
        [.. Rows.Select(r => (Cell[])
        [
            .. _factors.Select(f => Cell.Of(r.Level(f))), Cell.Of(r.Measurement), Cell.Of(r.Difference.Mean), Cell.Of(r.Difference.Interval.Low),
            Cell.Of(r.Difference.Interval.High), Cell.Of(r.EffectSize), Cell.Of(r.Paired?.Positive ?? 0), Cell.Of(r.Paired?.Negative ?? 0), Cell.Of(r.PValue),
            Cell.Of(r.HolmPValue), Cell.Of(r.Count), Cell.Of(r.Missing),
        ])]);

    private string Caption() => $"paired difference to {_baseline} over seeds, 95 % interval (Student's t); above and below: seeds with a positive and a negative difference";
}

using Workbench.Plots;
using Workbench.Statistics;

namespace Workbench.Ablations;

public sealed partial class AblationTable
{
    /// <summary>A measurement by two factors; other factors are averaged within each seed.</summary>
    /// <param name="rows">The factor down the side.</param>
    /// <param name="columns">The factor along the top.</param>
    /// <param name="of">The measurement.</param>
    /// <exception cref="ArgumentException">No such factor or measurement (the nearest is named), or one factor twice.</exception>
    public AblationPivot Pivot(string rows, string columns, string of)
    {
        Factor(rows, nameof(rows));
        Factor(columns, nameof(columns));
        Measurement(of, nameof(of));
        if (rows == columns)
            throw new ArgumentException($"'{rows}' is given for rows and columns; a pivot has two factors", nameof(columns));
        var cells = Groups(_rows, [rows, columns]).Select(g => (Key: (g[0][rows], g[0][columns]), SeedMeans.Of(g, of).Values)).Where(g => g.Values.Length > 0)
            .ToDictionary(g => g.Key, g => Estimate.Of(g.Values));
        return new(rows, columns, of, Levels(rows), Levels(columns), cells);
    }

    /// <summary>
    /// A measurement against a factor: the mean over seeds with its 95 % interval (or the seeds' range), as a line with a band over a factor
    /// of numbers, else as bars. Factors that are not named are averaged within each seed.
    /// </summary>
    /// <param name="x">The factor along the horizontal axis.</param>
    /// <param name="y">The measurement.</param>
    /// <param name="by">A factor with a line (or colour of bars) for each level; null for one line.</param>
    /// <param name="panels">A factor with a panel for each level; null for one panel.</param>
    /// <param name="range">Whether bands reach from the lowest to the highest seed, e.g. for positive numbers that spread over decades.</param>
    /// <exception cref="ArgumentException">No such factor or measurement (the nearest is named), or no run went well.</exception>
    public Figure Plot(string x, string y, string? by = null, string? panels = null, bool range = false)
    {
        Factor(x, nameof(x));
        Measurement(y, nameof(y));
        if (by is not null) Factor(by, nameof(by));
        if (panels is not null)
        {
            return Plots.Plot.Row(Levels(Factor(panels, nameof(panels)))
                .Select(level => Where(r => r[panels] == level.Label).Plot(x, y, by, range: range).Titled($"{panels} = {level.Label}")));
        }

        var figures = by is null ? [Line(_rows, x, y, null, range)] : Levels(by).Select(level => Line(_rows.Where(r => r[by] == level.Label), x, y, level.Label, range));
        return figures.OfType<Figure>().DefaultIfEmpty().Aggregate((below, above) => below! + above!)?.Axes(x, y)
            ?? throw new ArgumentException($"there is nothing to draw: no run has a usable '{y}'", nameof(y));
    }

    private static Figure? Line(IEnumerable<AblationRow> rows, string x, string y, string? name, bool range)
    {
        var points = Groups(rows, [x]).Select(g => (Level: g[0].Level(x), Means: SeedMeans.Of(g, y))).Where(p => p.Means.Values.Length > 0).ToArray();
        if (points.Length == 0) return null;
        if (points.Any(p => p.Level.Number is null))
            return Plots.Plot.Bars(points.Select(p => p.Level.Label), points.Select(p => p.Means.Values), name);
        points = [.. points.OrderBy(p => p.Level.Number)];
        if (range)
        {
            return Plots.Plot.Band(
                points.Select(p => p.Level.Number!.Value), points.Select(p => p.Means.Values.Average()), points.Select(p => p.Means.Values.Min()),
                points.Select(p => p.Means.Values.Max()), "lowest to highest seed", name);
        }

        int[] seeds = [.. points.SelectMany(p => p.Means.Seeds).Distinct().Order()];
        return Plots.Plot.Band(
            points.Select(p => p.Level.Number!.Value),
            seeds.Select(seed => points.Select(p => Array.IndexOf(p.Means.Seeds, seed) is var i and >= 0 ? p.Means.Values[i] : double.NaN)), name);
    }

    /// <summary>The levels of a factor in the order they appear; numbers ascending.</summary>
    private FactorLevel[] Levels(string factor)
    {
        FactorLevel[] levels = [.. _rows.Select(r => r.Level(factor)).DistinctBy(l => l.Label)];
        return levels.All(l => l.Number is not null) ? [.. levels.OrderBy(l => l.Number)] : levels;
    }
}

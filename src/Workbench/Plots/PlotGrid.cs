namespace Workbench.Plots;

public static partial class Plot
{
    /// <summary>Figures side by side, each keeping its title above its panel.</summary>
    /// <param name="figures">Figures of one panel each.</param>
    /// <param name="shareX">Whether all show the same horizontal stretch.</param>
    /// <param name="shareY">Whether all show the same vertical stretch.</param>
    public static Figure Row(IEnumerable<Figure> figures, bool shareX = true, bool shareY = true)
    {
        Figure[] all = [.. figures];
        return Grid(all, all.Length, shareX, shareY);
    }

    /// <summary>Small multiples: figures in rows, each keeping its title above its panel.</summary>
    /// <param name="figures">Figures of one panel each, row by row.</param>
    /// <param name="columns">How many stand side by side.</param>
    /// <param name="shareX">Whether all show the same horizontal stretch.</param>
    /// <param name="shareY">Whether all show the same vertical stretch.</param>
    /// <exception cref="ArgumentException">No figure, or one with several panels.</exception>
    public static Figure Grid(IEnumerable<Figure> figures, int columns, bool shareX = true, bool shareY = true)
    {
        ArgumentNullException.ThrowIfNull(figures);
        Figure[] all = [.. figures];
        if (all.Length == 0)
            throw new ArgumentException("small multiples need at least one figure", nameof(figures));
        if (Array.FindIndex(all, f => f.Panels.Length != 1) is var odd and >= 0)
            throw new ArgumentException($"figure {odd} has {all[odd].Panels.Length} panels; small multiples are made of figures of one", nameof(figures));
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        MotionWriter.Moments(all.SelectMany(f => f.Panels[0].Traces), nameof(figures));
        return new()
        {
            Panels = [.. all.Select(f => f.Panels[0] with { Title = f.Panels[0].Title ?? f.Title })],
            Columns = columns,
            SharedX = shareX,
            SharedY = shareY,
            PanelSize = all.Select(f => f.PanelSize).FirstOrDefault(s => s is not null),
            Theme = all.Select(f => f.Theme).FirstOrDefault(t => t != Theme.Auto),
        };
    }

    /// <summary>Small multiples over two factors: columns named above, rows named at the right, axes shared.</summary>
    /// <param name="rows">The values of one factor, downwards.</param>
    /// <param name="columns">The values of the other, from left to right.</param>
    /// <param name="cell">The figure, of one panel, for a row and a column.</param>
    /// <param name="shareX">Whether all show the same horizontal stretch.</param>
    /// <param name="shareY">Whether all show the same vertical stretch.</param>
    /// <exception cref="ArgumentException">No rows or columns, or a figure with several panels.</exception>
    public static Figure Grid(IEnumerable<string> rows, IEnumerable<string> columns, Func<string, string, Figure> cell, bool shareX = true, bool shareY = true)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(columns);
        ArgumentNullException.ThrowIfNull(cell);
        string[] down = [.. rows], across = [.. columns];
        if (down.Length == 0 || across.Length == 0)
            throw new ArgumentException("small multiples need at least one row and one column", down.Length == 0 ? nameof(rows) : nameof(columns));
        var figures = down.SelectMany((r, i) => across.Select(c => Each(cell(r, c), p => p with { Title = i == 0 ? c : null }) with { Title = null }));
        return Grid(figures, across.Length, shareX, shareY) with { RowTitles = [.. down] };
    }

    private static Figure Each(Figure figure, Func<Panel, Panel> change) => figure with { Panels = [.. figure.Panels.Select(change)] };
}

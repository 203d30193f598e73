using Workbench.Statistics;

namespace Workbench.Ablations;

/// <summary>A measurement by two factors: rows are the levels of one, columns those of the other, cells are means over seeds.</summary>
public sealed class AblationPivot : ResultTable
{
    private readonly string _rows;
    private readonly string _columns;
    private readonly string _of;
    private readonly FactorLevel[] _down;
    private readonly FactorLevel[] _across;
    private readonly Dictionary<(string, string), Estimate> _cells;

    internal AblationPivot(string rows, string columns, string of, FactorLevel[] down, FactorLevel[] across, Dictionary<(string, string), Estimate> cells)
    {
        _rows = rows;
        _columns = columns;
        _of = of;
        _down = down;
        _across = across;
        _cells = cells;
    }

    /// <summary>The estimate at two levels, as the table shows them; undefined with a count of 0 where no run is.</summary>
    /// <param name="row">Level of the row factor.</param>
    /// <param name="column">Level of the column factor.</param>
    public Estimate this[string row, string column] =>
        _cells.TryGetValue((row, column), out var estimate) ? estimate : new(double.NaN, double.NaN, Interval.Undefined, 0, 0.95);

    internal override CellGrid ShownGrid() => Grid(e => Cell.Of(e.Mean, e.Interval));

    internal override CellGrid DataGrid() => Grid(e => Cell.Of(e.Mean));

    private CellGrid Grid(Func<Estimate, Cell> cell) => new(
        $"{_of} by {_rows} (down) and {_columns} (across), mean over seeds with its 95 % interval",
        [_rows, .. _across.Select(c => $"{_columns}={c.Label}")],
        [.. _down.Select(r => (Cell[])[Cell.Of(r), .. _across.Select(c => cell(this[r.Label, c.Label]))])]);
}

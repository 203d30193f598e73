using System.Globalization;
using Workbench.Papers;

namespace Workbench.Ablations;

/// <summary>The runs of an ablation, one a row: factor levels, seed, measurements, how the run ended.</summary>
/// <remarks>
/// <code>
/// table.Where(row =&gt; row.Get&lt;double&gt;("sparsity") &gt; 0).OrderBy("accuracy", descending: true)
/// table.Summary("activation")                                       // means over seeds with 95 % intervals
/// table.Against("activation", "relu")                               // paired differences with effect size and sign count
/// table.Pivot(rows: "activation", columns: "sparsity", of: "accuracy")
/// table.Plot(x: "sparsity", y: "accuracy", by: "activation")
/// table.Save("runs.csv")
/// </code>
/// </remarks>
public sealed partial class AblationTable : ResultTable
{
    private readonly string? _name;
    private readonly string[] _factors;
    private readonly string[] _measurements;
    private readonly AblationRow[] _rows;

    internal AblationTable(string? name, string[] factors, string[] measurements, AblationRow[] rows, int planned)
    {
        _name = name;
        _factors = factors;
        _measurements = measurements;
        _rows = rows;
        Planned = planned;
    }

    /// <summary>Names of the factors.</summary>
    public IReadOnlyList<string> Factors => _factors;

    /// <summary>Names of the measurements.</summary>
    public IReadOnlyList<string> Measurements => _measurements;

    /// <summary>The runs, variant by variant in the order of the plan, in each by seed; or as <see cref="OrderBy"/> sorted them.</summary>
    public IReadOnlyList<AblationRow> Rows => _rows;

    /// <summary>How many runs the ablation has; more than there are rows when it was interrupted.</summary>
    public int Planned { get; }

    /// <summary>Whether every planned run is there, well or not.</summary>
    public bool IsComplete => _rows.Length >= Planned;

    /// <summary>A measurement of all runs that went well, in the order of the rows.</summary>
    /// <param name="measurement">Its name.</param>
    /// <exception cref="ArgumentException">There is no such measurement; the message names the nearest.</exception>
    public double[] Values(string measurement) => [.. Usable(_rows).Select(r => r.Value(Measurement(measurement)))];

    /// <summary>The rows for which <paramref name="keep"/> is true.</summary>
    /// <param name="keep">Looks at a run.</param>
    public AblationTable Where(Func<AblationRow, bool> keep)
    {
        ArgumentNullException.ThrowIfNull(keep);
        AblationRow[] kept = [.. _rows.Where(keep)];
        return new(_name, _factors, _measurements, kept, IsComplete ? kept.Length : Planned);
    }

    /// <summary>The rows with one level of a factor.</summary>
    /// <param name="factor">The factor.</param>
    /// <param name="level">Its level, as given or as shown.</param>
    /// <exception cref="ArgumentException">No such factor or level; the message names the nearest.</exception>
    public AblationTable Where(string factor, object level)
    {
        var label = Label(factor, level);
        return Where(row => row[factor] == label);
    }

    /// <summary>The rows sorted by a column; equal ones keep their order, missing numbers come last.</summary>
    /// <param name="column">A factor, a measurement, "seed", "status" or "seconds".</param>
    /// <param name="descending">Whether the largest comes first.</param>
    /// <exception cref="ArgumentException">There is no such column; the message names the nearest.</exception>
    public AblationTable OrderBy(string column, bool descending = false)
    {
        var grid = DataGrid();
        var index = Array.IndexOf(grid.Columns, column);
        if (index < 0)
            throw new ArgumentException($"there is no column '{column}'.{Nearest.Hint(column ?? "", grid.Columns)}", nameof(column));
        var keyed = _rows.Zip(grid.Rows, (row, cells) => (row, cell: cells[index]));
        var (numbers, texts) = (keyed.Where(k => k.cell.Number is not null and not double.NaN), keyed.Where(k => k.cell.Number is null or double.NaN));
        var sorted = descending
            ? numbers.OrderByDescending(k => k.cell.Number).Concat(texts.OrderByDescending(k => k.cell.Text, StringComparer.Ordinal))
            : numbers.OrderBy(k => k.cell.Number).Concat(texts.OrderBy(k => k.cell.Text, StringComparer.Ordinal));
        return new(_name, _factors, _measurements, [.. sorted.Select(k => k.row)], Planned);
    }

    /// <summary>Refuses measurements that are called like another column.</summary>
    internal static void CheckColumns(IEnumerable<string> factors, IEnumerable<string> measurements)
    {
        if (factors.Concat(FactorGrid.Reserved).Intersect(measurements).FirstOrDefault() is { } twice)
            throw new ArgumentException($"measurement '{twice}' is called like a factor or a column of the table ({string.Join(", ", FactorGrid.Reserved)})", nameof(measurements));
    }

    internal static IEnumerable<AblationRow> Usable(IEnumerable<AblationRow> rows) => rows.Where(r => r.Status == RunStatus.Ok);

    internal override CellGrid ShownGrid()
    {
        var grid = DataGrid();
        // A column that says "ok" in every row says nothing.
        return _rows.All(r => r.Status == RunStatus.Ok) ? Without(grid, "status", "reason") : grid;
    }

    internal override CellGrid DataGrid() => new(
        Caption(),
        [.. _factors, "seed", .. _measurements, "status", "reason", "seconds"],
        [.. _rows.Select(r => (Cell[])
        [
            .. r.Levels.Select(Cell.Of), Cell.Of(r.Seed), .. _measurements.Select(m => Cell.Of(r.Value(m))),
            Cell.Of(r.Status.ToString().ToLowerInvariant()), Cell.Of(r.Reason), new(r.Seconds.ToString("0.0", CultureInfo.InvariantCulture), r.Seconds),
        ])]);

    private static CellGrid Without(CellGrid grid, params string[] names)
    {
        int[] kept = [.. Enumerable.Range(0, grid.Columns.Length).Where(i => !names.Contains(grid.Columns[i]))];
        return new(grid.Caption, [.. kept.Select(i => grid.Columns[i])], [.. grid.Rows.Select(r => kept.Select(i => r[i]).ToArray())]);
    }

    private string Caption()
    {
        var bad = _rows.Where(r => r.Status != RunStatus.Ok).GroupBy(r => r.Status).OrderBy(g => g.Key).Select(g => $", {g.Count()} {g.Key.ToString().ToLowerInvariant()}");
        static string Count(int count, string what) => $"{count} {what}{(count == 1 ? "" : "s")}";
        return $"{(_name is null ? "" : $"{_name} · ")}{(IsComplete ? Count(_rows.Length, "run") : $"{_rows.Length} of {Count(Planned, "run")}")}{string.Concat(bad)}"
            + $" · {Count(_rows.Select(r => r.Key(_factors)).Distinct().Count(), "variant")}, {Count(_rows.Select(r => r.Seed).Distinct().Count(), "seed")}"
            + string.Create(CultureInfo.InvariantCulture, $" · {_rows.Sum(r => r.Seconds):0.#} s of runs");
    }

    private string Factor(string factor, string parameter = "factor") => _factors.Contains(factor)
        ? factor
        : throw new ArgumentException($"there is no factor '{factor}'.{Nearest.Hint(factor ?? "", _factors)}", parameter);

    private string Measurement(string measurement, string parameter = "measurement") => _measurements.Contains(measurement)
        ? measurement
        : throw new ArgumentException($"there is no measurement '{measurement}'.{Nearest.Hint(measurement ?? "", _measurements)}", parameter);

    /// <summary>The label of a level in this table.</summary>
    private string Label(string factor, object? level)
    {
        Factor(factor);
        string[] known = [.. _rows.Select(r => r[factor]).Distinct()];
        if (_rows.FirstOrDefault(r => Equals(r.Level(factor).Value, level)) is { } row) return row[factor];
        var label = level is null ? "null" : FactorLevel.Of(factor, level).Label;
        return known.Contains(label)
            ? label
            : throw new ArgumentException($"factor '{factor}' has no level '{label}' in the table.{Nearest.Hint(label, known)}", nameof(level));
    }
}

using System.Globalization;
using Workbench.Display;

namespace Workbench.Plots;

/// <summary>
/// A training dashboard: one panel per metric, drawn anew in the same cell output while points come in; in a terminal one line with the
/// newest values. Long runs are thinned to means of stretches, so that the figure stays small. Safe to feed from several threads.
/// </summary>
/// <example>
/// <code>
/// using var live = new LiveFigure("loss", "accuracy");
/// for (var step = 0; step &lt; steps; step++)
///     live.Add(step, ("loss", loss), ("accuracy", accuracy));       // or live.Add(step, "loss", loss, series: "seed 1")
/// </code>
/// </example>
[TypeFormatterSource(typeof(LiveFigureFormatters), PreferredMimeTypes = [Mime.Plotly, Mime.Text])]
public sealed class LiveFigure : IDisposable
{
    private readonly object _gate = new();
    private readonly string[] _metrics;
    private readonly Dictionary<(string Metric, string Series), LiveSeries> _series = [];
    private readonly List<(string Metric, string Series)> _order = [];
    private readonly LiveDisplay? _display;
    private readonly TextWriter? _terminal;
    private readonly TimeProvider _clock;
    private readonly Dictionary<string, double> _newest = [];
    private double _step;
    private long _drawn;
    private bool _drawnOnce, _changed, _disposed;
    private int _lineLength;

    /// <summary>A dashboard of metrics, shown with the first point.</summary>
    /// <param name="metrics">Names (and units) of what is measured, one panel each.</param>
    /// <exception cref="ArgumentException">No metric, or one twice.</exception>
    public LiveFigure(params string[] metrics)
        : this(metrics, LiveDisplay.Find(), Console.Out, TimeProvider.System)
    {
    }

    internal LiveFigure(string[] metrics, LiveDisplay? display, TextWriter terminal, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(metrics);
        if (metrics.Length == 0)
            throw new ArgumentException("a dashboard needs at least one metric", nameof(metrics));
        if (metrics.Distinct().Count() < metrics.Length)
            throw new ArgumentException($"every metric has a name of its own, given: {string.Join(", ", metrics)}", nameof(metrics));
        (_metrics, _display, _clock) = (metrics, display, clock);
        _terminal = display is not null || Environment.GetEnvironmentVariable("WORKBENCH_PROGRESS") == "0" ? null : terminal;
    }

    /// <summary>What the horizontal axes say.</summary>
    public string XTitle { get; init; } = "training step";

    /// <summary>Text above the panels, and in front of the line in a terminal.</summary>
    public string? Title { get; init; }

    /// <summary>Metrics on a logarithmic scale; one that takes a value that is not positive is drawn on a plain scale.</summary>
    public IReadOnlyList<string> Log { get; init; } = [];

    /// <summary>Shortest time between two drawings.</summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Adds a point to several metrics.</summary>
    /// <param name="step">Where on the horizontal axis.</param>
    /// <param name="values">Metrics with their values; NaN leaves a gap.</param>
    /// <exception cref="ArgumentException">An unknown metric.</exception>
    public void Add(double step, params (string Metric, double Value)[] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        lock (_gate)
        {
            foreach (var (metric, _) in values)
                Require(metric, nameof(values));
            foreach (var (metric, value) in values)
                Append(step, metric, value, metric);
            DrawIfDue();
        }
    }

    /// <summary>Adds a point to one of several series of a metric.</summary>
    /// <param name="step">Where on the horizontal axis.</param>
    /// <param name="metric">Which metric.</param>
    /// <param name="value">The value; NaN leaves a gap.</param>
    /// <param name="series">Name of the series, e.g. "seed 1" or "validation"; null for the metric's own.</param>
    /// <exception cref="ArgumentException">An unknown metric.</exception>
    public void Add(double step, string metric, double value, string? series = null)
    {
        lock (_gate)
        {
            Require(metric, nameof(metric));
            Append(step, metric, value, series ?? metric);
            DrawIfDue();
        }
    }

    /// <summary>The dashboard as it is now; metrics without points are left out.</summary>
    /// <exception cref="InvalidOperationException">There is no point yet.</exception>
    public Figure ToFigure()
    {
        lock (_gate)
        {
            Figure[] panels = [.. _metrics.Select(Panel).OfType<Figure>()];
            if (panels.Length == 0)
                throw new InvalidOperationException("the dashboard has no points yet");
            var figure = panels.Length == 1 ? panels[0] with { Title = null } : Plot.Grid(panels, Math.Min(panels.Length, 3), shareX: true, shareY: false);
            return Title is null ? figure : figure.Titled(Title);
        }
    }

    /// <summary>Draws the last state and ends the line in a terminal.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_disposed)
                return;
            if (_changed)
                Draw();
            _disposed = true;
            if (_drawnOnce)
                _terminal?.Write('\n');
            _terminal?.Flush();
        }
    }

    /// <summary>What the dashboard shows, in a sentence.</summary>
    public override string ToString()
    {
        lock (_gate)
            return _series.Count == 0 ? $"dashboard of {string.Join(", ", _metrics)} without points" : ToFigure().ToString();
    }

    private Figure? Panel(string metric)
    {
        var figure = _order.Where(key => key.Metric == metric)
            .Select(key => Plot.Line(_series[key].X, _series[key].Y, key.Series)).Aggregate(default(Figure), (all, one) => all is null ? one : all + one);
        if (figure is null)
            return null;
        var positive = _order.Where(key => key.Metric == metric).All(key => _series[key].Y.All(y => !(y <= 0)));
        figure = figure.Axes(XTitle, metric).Titled(metric);
        return Log.Contains(metric) && positive ? figure.LogY() : figure;
    }

    private void Require(string metric, string parameter)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (!_metrics.Contains(metric))
            throw new ArgumentException($"the dashboard has no metric '{metric}'.{Papers.Nearest.Hint(metric, _metrics)}", parameter);
    }

    private void Append(double step, string metric, double value, string series)
    {
        if (!_series.TryGetValue((metric, series), out var line))
        {
            _series[(metric, series)] = line = new();
            _order.Add((metric, series));
        }

        line.Add(step, value);
        (_step, _newest[series == metric ? metric : $"{metric} ({series})"], _changed) = (step, value, true);
    }

    private void DrawIfDue()
    {
        if (!_drawnOnce || _clock.GetElapsedTime(_drawn) >= Pause)
            Draw();
    }

    private void Draw()
    {
        if (_display is not null)
            _display.Show(ToFigure());
        else if (_terminal is not null)
        {
            var values = string.Join("  ", _newest.Select(n => string.Create(CultureInfo.InvariantCulture, $"{n.Key} {n.Value:G4}")));
            var line = string.Create(CultureInfo.InvariantCulture, $"{(Title is null ? "" : Title + "  ")}{XTitle} {_step:G6}  {values}");
            _terminal.Write('\r' + line.PadRight(_lineLength));
            _terminal.Flush();
            _lineLength = line.Length;
        }

        (_drawn, _drawnOnce, _changed) = (_clock.GetTimestamp(), true, false);
    }
}

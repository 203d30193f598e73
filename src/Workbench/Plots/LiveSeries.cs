namespace Workbench.Plots;

/// <summary>
/// A line that grows without end and stays small: when it is full, neighbours become their mean, and from then on twice as many values
/// make a point.
/// </summary>
internal sealed class LiveSeries
{
    /// <summary>Most points kept.</summary>
    public const int Most = 400;

    private readonly List<(double X, double Y, int Count)> _points = [];
    private readonly List<(double X, double Y)> _pending = [];
    private int _stretch = 1;

    /// <summary>Horizontal places of the points.</summary>
    public IEnumerable<double> X => All.Select(p => p.X);

    /// <summary>Values of the points; NaN for a gap.</summary>
    public IEnumerable<double> Y => All.Select(p => p.Y);

    private IEnumerable<(double X, double Y, int Count)> All => _pending.Count == 0 ? _points : _points.Append(Mean(_pending.Select(p => (p.X, p.Y, 1))));

    /// <summary>Adds a value.</summary>
    public void Add(double x, double y)
    {
        _pending.Add((x, y));
        if (_pending.Count < _stretch)
            return;
        _points.Add(Mean(_pending.Select(p => (p.X, p.Y, 1))));
        _pending.Clear();
        if (_points.Count < Most)
            return;
        var halved = _points.Chunk(2).Select(pair => Mean(pair)).ToArray();
        _points.Clear();
        _points.AddRange(halved);
        _stretch *= 2;
    }

    /// <summary>The mean of what is finite; a gap only where nothing is.</summary>
    private static (double X, double Y, int Count) Mean(IEnumerable<(double X, double Y, int Count)> stretch)
    {
        var all = stretch.ToArray();
        var finite = all.Where(p => double.IsFinite(p.Y)).ToArray();
        var count = finite.Sum(p => p.Count);
        return finite.Length == 0 ? (all.Average(p => p.X), double.NaN, 1) : (finite.Sum(p => p.X * p.Count) / count, finite.Sum(p => p.Y * p.Count) / count, count);
    }
}

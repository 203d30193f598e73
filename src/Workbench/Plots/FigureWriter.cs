namespace Workbench.Plots;

/// <summary>Writes a figure as plotly's data and layout.</summary>
internal sealed class FigureWriter
{
    private readonly Figure _figure;
    private readonly FigureGeometry _geometry;
    private readonly Dictionary<string, string> _colours = [];
    private readonly List<ColourAxis> _colourAxes = [];
    private readonly string[] _meanings;
    private readonly double[] _moments;
    private readonly Ink _ink;

    private FigureWriter(Figure figure)
    {
        _figure = figure;
        var traces = figure.Panels.SelectMany(p => p.Traces).ToArray();
        foreach (var key in figure.Panels.SelectMany(p => p.Traces.Where(t => t.IsSeries && t.Colour is null).Select(t => Key(p, t))))
            _colours.TryAdd(key, Palette.Series[_colours.Count % Palette.Series.Count]);
        string[] names = [.. traces.Where(t => t.IsSeries && t.Name is not null).Select(t => t.Name!).Distinct()];
        _meanings = [.. traces.Select(t => t.Meaning).OfType<string>().Distinct()];
        _moments = MotionWriter.Moments(traces, nameof(figure));
        _ink = Ink.Of(figure.Theme);
        // A single series needs no legend; a band always says what it is.
        _geometry = new(figure, names.Length > 1 || _meanings.Length > 0 ? [.. names, .. _meanings] : [], _moments.Length > 0);
    }

    public static string Write(Figure figure)
    {
        using var w = new PlotlyWriter();
        new FigureWriter(figure).Write(w);
        return w.ToString();
    }

    /// <summary>Series of equal name share a colour; so do the first nameless ones of each panel, the second ones, ….</summary>
    private static string Key(Panel panel, Trace trace) =>
        trace.Name ?? $"\0{panel.Traces.Where(t => t.IsSeries && t.Colour is null && t.Name is null).TakeWhile(t => !ReferenceEquals(t, trace)).Count()}";

    private void Write(PlotlyWriter w) => w.Object(() =>
    {
        var moving = new List<(Trace, int)>();
        w.List("data", () => Data(w, moving));
        w.Object("layout", () => Layout(w));
        if (moving.Count > 0)
            MotionWriter.Frames(w, _moments, moving);
    });

    private void Data(PlotlyWriter w, List<(Trace, int)> moving)
    {
        var named = new HashSet<string>();
        for (var i = 0; i < _figure.Panels.Length; i++)
        {
            var panel = _figure.Panels[i];
            foreach (var trace in panel.Traces)
            {
                var inLegend = _geometry.LegendRows > 0 && trace.IsSeries && trace.Name is not null && named.Add(trace.Name);
                var colour = trace.Colour ?? _colours.GetValueOrDefault(Key(panel, trace), Palette.Series[0]);
                if (trace.Moments.Length > 0)
                    moving.Add((trace, w.Traces));
                trace.Write(w, new(colour, AxisName("x", i), AxisName("y", i), inLegend, NameOf, _ink, panel.X.Log, panel.Y.Log));
            }
        }

        foreach (var meaning in _meanings)
        {
            // Nothing is drawn of it but its entry in the legend, in no series' colour because it speaks of all bands.
            w.Trace(() => w.Set("type", "scatter").Set("name", meaning).Set("mode", "lines").Numbers("x", [double.NaN]).Numbers("y", [double.NaN])
                .Set("fill", "toself").Set("fillcolor", "rgba(128,128,128,0.35)").Object("line", () => w.Set("width", 0)).Set("hoverinfo", "skip"));
        }
    }

    private string NameOf(ColourAxis axis)
    {
        if (!_colourAxes.Exists(a => a.Key == axis.Key))
        {
            var equal = _figure.Panels.SelectMany(p => p.Traces).SelectMany(t => t.Scales).Where(s => s.Key == axis.Key).ToArray();
            _colourAxes.Add(axis with { Low = equal.Min(s => s.Low), High = equal.Max(s => s.High) });
        }

        return "coloraxis" + Suffix(_colourAxes.FindIndex(a => a.Key == axis.Key));
    }

    private void Layout(PlotlyWriter w)
    {
        var g = _geometry;
        w.Set("width", g.Width).Set("height", g.Height)
            .Set("paper_bgcolor", _ink.Background).Set("plot_bgcolor", "rgba(0,0,0,0)")
            .Object("font", () => w.Set("color", _ink.Text).Set("size", 12))
            .Object("margin", () => w.Set("l", g.Left).Set("r", g.Right).Set("t", g.Top).Set("b", g.Bottom))
            .Set("hovermode", "closest").Set("showlegend", g.LegendRows > 0);
        if (_figure.Title is not null)
        {
            w.Object("title", () => w.Set("text", _figure.Title).Set("x", 0).Set("xref", "paper").Set("xanchor", "left")
                .Set("y", 1 - 12.0 / g.Height).Set("yanchor", "top").Object("font", () => w.Set("size", 15)));
        }

        if (g.LegendRows > 0)
        {
            w.Object("legend", () => w.Set("orientation", "h").Set("x", 0).Set("xanchor", "left")
                .Set("y", 1 + (g.PanelTitles + 4.0) / g.PlotHeight).Set("yanchor", "bottom").Set("bgcolor", "rgba(0,0,0,0)")
                .Set("tracegroupgap", 4).Set("itemsizing", _figure.Panels.Any(p => p.Traces.Any(t => t is MarkerTrace { Size: < 5 })) ? "constant" : null));
        }

        var traces = _figure.Panels.SelectMany(p => p.Traces).ToArray();
        if (traces.Any(t => t is HistogramTrace))
            w.Set("barmode", "overlay").Set("bargap", 0);
        else if (traces.Any(t => t is BarTrace))
            w.Set("barmode", "group").Set("bargap", 0.3);
        for (var i = 0; i < _figure.Panels.Length; i++)
            Axes(w, i);
        AnnotationWriter.Write(w, _figure, _geometry, _ink);
        if (_moments.Length > 0)
            MotionWriter.Controls(w, _moments, _geometry, _ink);
        for (var i = 0; i < _colourAxes.Count; i++)
            Bar(w, _colourAxes[i], i);
    }

    private void Axes(PlotlyWriter w, int i)
    {
        var panel = _figure.Panels[i];
        var (rangeX, rangeY) = (panel.X.Range, panel.Y.Range);
        if (panel.EqualAspect && rangeX is null && rangeY is null && Extent(panel, _figure.SharedX && _figure.SharedY, t => t.Bounds) is { IsEmpty: false } extent)
            (rangeX, rangeY) = _geometry.EqualRanges(extent);
        var lowest = _geometry.IsLowest(i, _figure.Panels.Length);
        var leftmost = i % _geometry.Columns == 0;
        var picture = panel.Traces.Any(t => t is ImageTrace);
        Axis(w, "x", i, WithTicks(panel.X, _figure.SharedX, panel, _geometry.PanelWidth / 40.0, b => (b.Left, b.Right)), rangeX, _geometry.DomainX(i), _figure.SharedX && !panel.EqualAspect, !_figure.SharedX || lowest, false);
        var vertical = WithTicks(panel.Y, _figure.SharedY, panel, _geometry.PanelHeight / 22.0, b => (b.Low, b.High));
        Axis(w, "y", i, picture ? vertical with { Reversed = true } : vertical, rangeY, _geometry.DomainY(i),
            _figure.SharedY && !panel.EqualAspect, !_figure.SharedY || leftmost, panel.EqualAspect);
    }

    private Bounds Extent(Panel panel, bool shared, Func<Trace, Bounds> of) => (shared ? _figure.Panels.SelectMany(p => p.Traces) : panel.Traces)
        .Aggregate(Bounds.Empty, (all, t) => all.Union(of(t)));

    private Axis WithTicks(Axis axis, bool shared, Panel panel, double room, Func<Bounds, (double Low, double High)> side)
    {
        if (!axis.Log || axis.Ticks is not null)
            return axis;
        var (low, high) = axis.Range ?? side(Extent(panel, shared, t => t.Positive));
        return LogTicks.For(low, high, room) is var (places, texts) ? axis with { Ticks = places, TickTexts = texts } : axis;
    }

    private void Axis(PlotlyWriter w, string letter, int i, Axis axis, (double Low, double High)? range, (double Low, double High) domain, bool matches, bool outer, bool equal)
    {
        w.Object(letter + "axis" + Suffix(i), () =>
        {
            w.Numbers("domain", [domain.Low, domain.High], 4);
            w.Set("anchor", AxisName(letter == "x" ? "y" : "x", i));
            if (matches && i > 0)
                w.Set("matches", letter);
            if (equal)
                w.Set("scaleanchor", AxisName("x", i));
            if (!axis.Visible)
                w.Set("visible", false);
            else
                Visible(w, axis, outer);
            if (axis.Log)
                w.Set("type", "log");
            if (range is var (low, high))
            {
                var ends = axis.Log ? new[] { Math.Log10(low), Math.Log10(high) } : [low, high];
                w.Numbers("range", axis.Reversed ? ends.Reverse() : ends, PlotlyWriter.DecimalsFor(ends));
            }
            else if (axis.Reversed)
                w.Set("autorange", "reversed");
        });
    }

    private void Visible(PlotlyWriter w, Axis axis, bool outer)
    {
        w.Set("gridcolor", _ink.Grid).Set("zeroline", false).Set("linecolor", _ink.Faint).Set("showline", true).Set("ticks", "outside")
            .Set("ticklen", 4).Set("tickcolor", _ink.Faint).Set("automargin", true);
        if (outer && axis.Title is not null)
            w.Object("title", () => w.Set("text", axis.Title).Set("standoff", 8));
        if (!outer)
            w.Set("showticklabels", false);
        if (axis.Ticks is not null)
            w.Numbers("tickvals", axis.Ticks);
        if (axis.TickTexts is not null)
            w.Texts("ticktext", axis.TickTexts);
    }

    private void Bar(PlotlyWriter w, ColourAxis axis, int i) => w.Object("coloraxis" + Suffix(i), () =>
    {
        w.Scale("colorscale", axis.Stops).Set("cmin", axis.Low).Set("cmax", axis.High);
        w.Object("colorbar", () =>
        {
            w.Set("thickness", 12).Set("outlinewidth", 0).Set("x", 1 + (12.0 + _geometry.RowTitleWidth + _geometry.BarWidth * i) / _geometry.PlotWidth).Set("xanchor", "left")
                .Set("len", 1).Set("ypad", 0);
            if (axis.Log && LogTicks.For(Math.Pow(10, axis.Low), Math.Pow(10, axis.High), _geometry.PlotHeight / 24.0) is var (places, texts))
                w.Numbers("tickvals", places.Select(Math.Log10)).Texts("ticktext", texts);
            if (axis.Title is not null)
                w.Object("title", () => w.Set("text", axis.Title).Set("side", axis.Title.Length > FigureGeometry.LongBarTitle ? "right" : null));
        });
    });

    /// <summary>Plotly's name of a panel's axis: "x", "x2", ….</summary>
    public static string AxisName(string letter, int i) => letter + Suffix(i);

    private static string Suffix(int i) => i == 0 ? "" : (i + 1).ToString(System.Globalization.CultureInfo.InvariantCulture);
}

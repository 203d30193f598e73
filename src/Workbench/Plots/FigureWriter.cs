namespace Workbench.Plots;

/// <summary>Writes a figure as plotly's data and layout.</summary>
internal sealed class FigureWriter
{
    private readonly Figure _figure;
    private readonly FigureGeometry _geometry;
    private readonly Dictionary<string, string> _colours = [];
    private readonly List<ColourAxis> _colourAxes = [];
    private readonly string[] _legend;

    private FigureWriter(Figure figure)
    {
        _figure = figure;
        var traces = figure.Panels.SelectMany(p => p.Traces).ToArray();
        foreach (var key in figure.Panels.SelectMany(p => p.Traces.Where(t => t.IsSeries && t.Colour is null).Select(t => Key(p, t))))
            _colours.TryAdd(key, Palette.Series[_colours.Count % Palette.Series.Count]);
        _legend = [.. traces.Where(t => t.IsSeries && t.Name is not null).Select(t => t.Name!).Distinct()];
        _geometry = new(figure, _legend, traces.Any(t => t is HeatmapTrace or TrajectoryTrace));
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
        w.List("data", () => Data(w));
        w.Object("layout", () => Layout(w));
    });

    private void Data(PlotlyWriter w)
    {
        var named = new HashSet<string>();
        for (var i = 0; i < _figure.Panels.Length; i++)
        {
            foreach (var trace in _figure.Panels[i].Traces)
            {
                var inLegend = _geometry.LegendRows > 0 && trace.IsSeries && trace.Name is not null && named.Add(trace.Name);
                var colour = trace.Colour ?? _colours.GetValueOrDefault(Key(_figure.Panels[i], trace), Palette.Series[0]);
                trace.Write(w, new(colour, AxisName("x", i), AxisName("y", i), inLegend, NameOf));
            }
        }
    }

    private string NameOf(ColourAxis axis)
    {
        if (!_colourAxes.Contains(axis))
            _colourAxes.Add(axis);
        return "coloraxis" + Suffix(_colourAxes.IndexOf(axis));
    }

    private void Layout(PlotlyWriter w)
    {
        var g = _geometry;
        w.Set("width", g.Width).Set("height", g.Height)
            .Set("paper_bgcolor", "rgba(0,0,0,0)").Set("plot_bgcolor", "rgba(0,0,0,0)")
            .Object("font", () => w.Set("color", Palette.Text).Set("size", 12))
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
                .Set("itemsizing", _figure.Panels.Any(p => p.Traces.Any(t => t is MarkerTrace)) ? "constant" : null));
        }

        var traces = _figure.Panels.SelectMany(p => p.Traces).ToArray();
        if (traces.Any(t => t is HistogramTrace))
            w.Set("barmode", "overlay").Set("bargap", 0);
        else if (traces.Any(t => t is BarTrace))
            w.Set("barmode", "group").Set("bargap", 0.3);
        for (var i = 0; i < _figure.Panels.Length; i++)
            Axes(w, i);
        PanelTitles(w);
        for (var i = 0; i < _colourAxes.Count; i++)
            Bar(w, _colourAxes[i], i);
    }

    private void Axes(PlotlyWriter w, int i)
    {
        var panel = _figure.Panels[i];
        var (rangeX, rangeY) = (panel.X.Range, panel.Y.Range);
        if (panel.EqualAspect && rangeX is null && rangeY is null && Extent(panel) is { IsEmpty: false } extent)
            (rangeX, rangeY) = _geometry.EqualRanges(extent);
        var lowest = _geometry.IsLowest(i, _figure.Panels.Length);
        var leftmost = i % _geometry.Columns == 0;
        var picture = panel.Traces.Any(t => t is ImageTrace);
        Axis(w, "x", i, WithTicks(panel.X, _figure.SharedX, panel, _geometry.PanelWidth / 32.0, b => (b.Left, b.Right)), rangeX, _geometry.DomainX(i), _figure.SharedX && !panel.EqualAspect, !_figure.SharedX || lowest, false);
        var vertical = WithTicks(panel.Y, _figure.SharedY, panel, _geometry.PanelHeight / 22.0, b => (b.Low, b.High));
        Axis(w, "y", i, picture ? vertical with { Reversed = true } : vertical, rangeY, _geometry.DomainY(i),
            _figure.SharedY && !panel.EqualAspect, !_figure.SharedY || leftmost, panel.EqualAspect);
    }

    private Bounds Extent(Panel panel) => Extent(panel, _figure.SharedX && _figure.SharedY);

    private Bounds Extent(Panel panel, bool shared) => (shared ? _figure.Panels.SelectMany(p => p.Traces) : panel.Traces)
        .Aggregate(Bounds.Empty, (all, t) => all.Union(t.Bounds));

    private Axis WithTicks(Axis axis, bool shared, Panel panel, double room, Func<Bounds, (double Low, double High)> side)
    {
        if (!axis.Log || axis.Ticks is not null)
            return axis;
        var (low, high) = axis.Range ?? side(Extent(panel, shared));
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

    private static void Visible(PlotlyWriter w, Axis axis, bool outer)
    {
        w.Set("gridcolor", Palette.Grid).Set("zeroline", false).Set("linecolor", Palette.Faint).Set("showline", true).Set("ticks", "outside")
            .Set("ticklen", 4).Set("tickcolor", Palette.Faint).Set("automargin", true);
        if (outer && axis.Title is not null)
            w.Object("title", () => w.Set("text", axis.Title).Set("standoff", 8));
        if (!outer)
            w.Set("showticklabels", false);
        if (axis.Ticks is not null)
            w.Numbers("tickvals", axis.Ticks);
        if (axis.TickTexts is not null)
            w.Texts("ticktext", axis.TickTexts);
    }

    private void PanelTitles(PlotlyWriter w)
    {
        if (_geometry.PanelTitles == 0)
            return;
        w.List("annotations", () =>
        {
            for (var i = 0; i < _figure.Panels.Length; i++)
            {
                var (title, x, y) = (_figure.Panels[i].Title, _geometry.DomainX(i), _geometry.DomainY(i));
                if (title is not null)
                {
                    w.Object(() => w.Set("text", title).Set("x", (x.Low + x.High) / 2).Set("y", y.High).Set("xref", "paper").Set("yref", "paper")
                        .Set("xanchor", "center").Set("yanchor", "bottom").Set("showarrow", false).Object("font", () => w.Set("size", 13)));
                }
            }
        });
    }

    private void Bar(PlotlyWriter w, ColourAxis axis, int i) => w.Object("coloraxis" + Suffix(i), () =>
    {
        w.Scale("colorscale", axis.Stops).Set("cmin", axis.Low).Set("cmax", axis.High);
        w.Object("colorbar", () =>
        {
            w.Set("thickness", 12).Set("outlinewidth", 0).Set("x", 1 + (12.0 + 70 * i) / _geometry.PlotWidth).Set("xanchor", "left")
                .Set("len", 1).Set("ypad", 0);
            if (axis.Title is not null)
                w.Object("title", () => w.Set("text", axis.Title));
        });
    });

    private static string AxisName(string letter, int i) => letter + Suffix(i);

    private static string Suffix(int i) => i == 0 ? "" : (i + 1).ToString(System.Globalization.CultureInfo.InvariantCulture);
}

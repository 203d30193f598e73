namespace Workbench.Plots;

/// <summary>A line through points, with markers when there are few.</summary>
internal sealed record LineTrace(double[] X, double[] Y, string? Dash, bool Markers) : Trace
{
    public override Bounds Bounds => Bounds.Of(X, Y);

    public override string Describe() => $"line of {X.Length} points";

    public override void Write(PlotlyWriter w, TraceContext context) => Plotly(w, context, "scatter", () =>
    {
        w.Set("mode", Markers ? "lines+markers" : "lines").Places("x", X).Places("y", Y);
        w.Object("line", () => w.Set("color", context.Colour).Set("width", 2).Set("dash", Dash));
        if (Markers)
            w.Object("marker", () => w.Set("color", context.Colour).Set("size", 6));
    });
}

/// <summary>A mean line with an interval band around it.</summary>
internal sealed record BandTrace(double[] X, double[] Mean, double[] Low, double[] High, bool Markers) : Trace
{
    public override Bounds Bounds => Bounds.Of(X, Mean.Concat(Low).Concat(High));

    public override string Describe() => $"mean with 95 % band at {X.Length} points";

    public override void Write(PlotlyWriter w, TraceContext context)
    {
        // The outline of the band, there and back; points without an interval (a single seed) are left out of it.
        int[] inside = [.. Enumerable.Range(0, X.Length).Where(i => double.IsFinite(Low[i]) && double.IsFinite(High[i]))];
        if (inside.Length > 1)
        {
            int[] back = [.. inside.Reverse()];
            Plotly(w, context, "scatter", () => w
                .Numbers("x", inside.Concat(back).Select(i => X[i]))
                .Numbers("y", inside.Select(i => Low[i]).Concat(back.Select(i => High[i])))
                .Set("mode", "lines").Set("fill", "toself").Set("fillcolor", Palette.Fade(context.Colour, 0.2))
                .Object("line", () => w.Set("width", 0)), main: false);
        }

        Plotly(w, context, "scatter", () =>
        {
            w.Set("mode", Markers ? "lines+markers" : "lines").Places("x", X).Places("y", Mean);
            w.Object("line", () => w.Set("color", context.Colour).Set("width", 2));
            if (Markers)
                w.Object("marker", () => w.Set("color", context.Colour).Set("size", 6));
            w.Texts("text", X.Select((_, i) => double.IsFinite(Low[i]) ? $"95 % {Short(Low[i])} … {Short(High[i])}" : ""));
            w.Set("hovertemplate", "%{x}: %{y:.4~g}<br>%{text}");
        });
    }

    private static string Short(double value) => value.ToString("G3", System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>Points.</summary>
internal sealed record MarkerTrace(double[] X, double[] Y, double Size, double Opacity, string? Symbol) : Trace
{
    public override Bounds Bounds => Bounds.Of(X, Y);

    public override string Describe() => $"{X.Length} points";

    public override void Write(PlotlyWriter w, TraceContext context) => Plotly(w, context, "scatter", () =>
    {
        w.Set("mode", "markers").Numbers("x", X, PlotlyWriter.DecimalsFor(X)).Numbers("y", Y, PlotlyWriter.DecimalsFor(Y));
        w.Object("marker", () =>
        {
            w.Set("color", context.Colour).Set("size", Size).Set("symbol", Symbol);
            if (Opacity < 1)
                w.Set("opacity", Opacity);
        });
    });
}

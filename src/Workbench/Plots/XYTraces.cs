namespace Workbench.Plots;

/// <summary>A line through points, with markers when there are few; a gap where a value is not finite.</summary>
internal sealed record LineTrace(double[] X, double[] Y, string? Dash, bool Markers) : Trace
{
    /// <summary>"hv" for a staircase, null for straight lines between the points.</summary>
    public string? Shape { get; init; }

    public override Bounds Bounds => Bounds.Of(X, Y);

    public override double[] Places => X;

    public override double[] Values => Y;

    public override string Describe() => $"line of {X.Length} points";

    public override void Write(PlotlyWriter w, TraceContext context) => Plotly(w, context, "scatter", () =>
    {
        w.Set("mode", Markers ? "lines+markers" : "lines").Places("x", X).Places("y", Y);
        w.Object("line", () => w.Set("color", context.Colour).Set("width", 2).Set("dash", Dash).Set("shape", Shape));
        if (Markers)
            w.Object("marker", () => w.Set("color", context.Colour).Set("size", 6));
        w.Set("hovertemplate", "%{x}: %{y:.4~g}");
    });
}

/// <summary>A mean line with an interval band around it.</summary>
internal sealed record BandTrace(double[] X, double[] Mean, double[] Low, double[] High, bool Markers, string What) : Trace
{
    public override Bounds Bounds => Bounds.Of(X, Mean.Concat(Low).Concat(High));

    public override double[] Places => X;

    public override double[] Values => Mean;

    public override Bounds Positive => Bounds.Of(X.Where(v => v > 0), Mean.Concat(Low).Concat(High).Where(v => v > 0));

    public override string? Meaning => Low.Any(double.IsFinite) ? What : null;

    public override string Describe() => $"{(What.StartsWith("95 %", StringComparison.Ordinal) ? "mean with 95 % band" : "line with a band")} at {X.Length} points";

    public override void Write(PlotlyWriter w, TraceContext context)
    {
        // The outline of the band, there and back; points without an interval (a single seed) are left out of it.
        int[] inside = [.. Enumerable.Range(0, X.Length).Where(i => double.IsFinite(Low[i]) && double.IsFinite(High[i])
            && !(context.LogX && X[i] <= 0) && !(context.LogY && High[i] <= 0))];
        // What reaches zero has no place on a logarithmic axis; it is drawn down to the lowest value that has one.
        var floor = context.LogY ? Low.Concat(Mean).Concat(High).Where(v => v > 0).DefaultIfEmpty(1).Min() : double.NegativeInfinity;
        if (inside.Length > 1)
        {
            int[] back = [.. inside.Reverse()];
            Plotly(w, context, "scatter", () => w
                .Numbers("x", inside.Concat(back).Select(i => X[i]))
                .Numbers("y", inside.Select(i => Math.Max(floor, Low[i])).Concat(back.Select(i => High[i])))
                .Set("mode", "lines").Set("fill", "toself").Set("fillcolor", Palette.Fade(context.Colour, 0.2))
                .Object("line", () => w.Set("width", 0)), main: false);
        }

        Plotly(w, context, "scatter", () =>
        {
            w.Set("mode", Markers ? "lines+markers" : "lines").Places("x", X).Places("y", Mean);
            w.Object("line", () => w.Set("color", context.Colour).Set("width", 2));
            if (Markers)
                w.Object("marker", () => w.Set("color", context.Colour).Set("size", 6));
            if (!Low.Any(double.IsFinite))
            {
                w.Set("hovertemplate", "%{x}: %{y:.4~g}");
                return;
            }

            w.Texts("text", X.Select((_, i) => double.IsFinite(Low[i]) ? $"{Short(Low[i])} … {Short(High[i])}" : "none"));
            w.Set("hovertemplate", "%{x}: %{y:.4~g}<br>" + What + ": %{text}"); // said once, not with every point: a saved notebook has to stay small
        });
    }

    private static string Short(double value) => value.ToString("G3", System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>Points.</summary>
internal sealed record MarkerTrace(double[] X, double[] Y, double Size, double Opacity, string? Symbol) : Trace
{
    /// <summary>One number per point that colours it, with its scale.</summary>
    public (double[] Numbers, ColourAxis Axis)? Coloured { get; init; }

    /// <summary>One text per point for hovering.</summary>
    public string[]? Texts { get; init; }

    public override bool IsSeries => Coloured is null;

    public override ColourAxis[] Scales => Coloured is var (_, axis) ? [axis] : [];

    public override Bounds Bounds => Bounds.Of(X, Y);

    public override double[] Places => X;

    public override double[] Values => Y;

    public override string Describe() => $"{X.Length} points";

    public override void Write(PlotlyWriter w, TraceContext context) => Plotly(w, context, "scatter", () =>
    {
        w.Set("mode", "markers").Numbers("x", X, PlotlyWriter.DecimalsFor(X)).Numbers("y", Y, PlotlyWriter.DecimalsFor(Y));
        w.Object("marker", () =>
        {
            if (Coloured is var (numbers, axis))
                w.Numbers("color", numbers).Set("coloraxis", context.ColourAxis(axis));
            else
                w.Set("color", context.Colour);
            w.Set("size", Size).Set("symbol", Symbol);
            if (Opacity < 1)
                w.Set("opacity", Opacity);
        });
        if (Texts is not null)
            w.Texts("text", Texts);
        w.Set("hovertemplate", (Texts is null ? "" : "%{text}<br>") + "(%{x:.4~g}, %{y:.4~g})" + (Coloured is null ? "" : ": %{marker.color:.4~g}"));
    });
}

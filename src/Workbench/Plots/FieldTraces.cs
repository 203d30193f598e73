namespace Workbench.Plots;

/// <summary>A matrix as colours.</summary>
internal sealed record HeatmapTrace(double[,] Z, double[]? X, double[]? Y, string[]? XLabels, string[]? YLabels, ColourAxis Axis) : Trace
{
    public override bool IsSeries => false;

    public override ColourAxis[] Scales => [Axis];

    public override double[] Places => X ?? [];

    public override double[] Values => Y ?? [];

    public override Bounds Bounds => X is null || Y is null ? Bounds.Empty : Bounds.Of(X, Y);

    public override string Describe() => $"heat map {Z.GetLength(0)}×{Z.GetLength(1)}";

    public override void Write(PlotlyWriter w, TraceContext context) => Plotly(w, context, "heatmap", () =>
    {
        w.Matrix("z", Axis.Log ? Logarithms() : Z);
        if (XLabels is not null)
            w.Texts("x", XLabels);
        else if (X is not null)
            w.Numbers("x", X);
        if (YLabels is not null)
            w.Texts("y", YLabels);
        else if (Y is not null)
            w.Numbers("y", Y);
        w.Set("coloraxis", context.ColourAxis(Axis)).Set("hoverongaps", false);
        if (Axis.Log)
            w.Matrix("customdata", Z);
        w.Set("hovertemplate", $"%{{x}}, %{{y}}: %{{{(Axis.Log ? "customdata" : "z")}:.4~g}}<extra></extra>");
    });

    /// <summary>Decimal logarithms; NaN, a gap, where a value is not positive.</summary>
    private double[,] Logarithms()
    {
        var z = new double[Z.GetLength(0), Z.GetLength(1)];
        for (var i = 0; i < z.GetLength(0); i++)
        {
            for (var j = 0; j < z.GetLength(1); j++)
                z[i, j] = Z[i, j] > 0 ? Math.Log10(Z[i, j]) : double.NaN;
        }

        return z;
    }
}

/// <summary>A picture given as a PNG.</summary>
internal sealed record ImageTrace(byte[] Png, int Count, int Height, int Width) : Trace
{
    public override bool IsSeries => false;

    public override string Describe() => $"{Count} images of {Height}×{Width}";

    public override void Write(PlotlyWriter w, TraceContext context) => Plotly(w, context, "image", () => w
        .Set("source", "data:image/png;base64," + Convert.ToBase64String(Png)).Set("hoverinfo", "skip"));
}

/// <summary>Paths of points through time: thin lines, dots coloured by time, rings where they start.</summary>
internal sealed record TrajectoryTrace(double[] X, double[] Y, double[] Times, int Paths) : Trace
{
    private static readonly ColourAxis Time = new("t", "time", 0, 1);

    public override bool IsSeries => false;

    public override ColourAxis[] Scales => [Time];

    public override Bounds Bounds => Bounds.Of(X, Y);

    public override string Describe() => $"{Paths} trajectories of {Times.Length} points";

    public override void Write(PlotlyWriter w, TraceContext context)
    {
        var steps = Times.Length;
        var (dx, dy) = (PlotlyWriter.DecimalsFor(X), PlotlyWriter.DecimalsFor(Y));
        Plotly(w, context, "scatter", () => w
            .Numbers("x", Gapped(X), dx).Numbers("y", Gapped(Y), dy).Set("mode", "lines+markers")
            .Object("line", () => w.Set("color", context.Ink.Faint).Set("width", 0.8))
            .Object("marker", () => w.Numbers("color", Gapped([.. Enumerable.Range(0, X.Length).Select(i => Times[i % steps])]), 3)
                .Set("coloraxis", context.ColourAxis(Time))
                .Set("size", 3.5))
            .Set("hovertemplate", "(%{x:.3~g}, %{y:.3~g}) at t = %{marker.color:.2f}<extra></extra>"));
        // A path that was solved backward begins with the data: the open circle marks the earlier time.
        var (early, late) = Times[0] <= Times[^1] ? (0, steps - 1) : (steps - 1, 0);
        Ends(w, context, early, Palette.Time[0].Colour, "circle-open", 7, dx, dy);
        Ends(w, context, late, Palette.Time[^1].Colour, "circle", 5.5, dx, dy);
    }

    private void Ends(PlotlyWriter w, TraceContext context, int at, string colour, string symbol, double size, int dx, int dy)
    {
        var steps = Times.Length;
        Plotly(w, context, "scatter", () => w
            .Numbers("x", Enumerable.Range(0, Paths).Select(p => X[p * steps + at]), dx)
            .Numbers("y", Enumerable.Range(0, Paths).Select(p => Y[p * steps + at]), dy)
            .Set("mode", "markers")
            .Object("marker", () => w.Set("color", colour).Set("symbol", symbol).Set("size", size)), main: false);
    }

    /// <summary>The values with a gap after each path, so that one trace draws them all.</summary>
    private IEnumerable<double> Gapped(double[] values)
    {
        var steps = Times.Length;
        for (var path = 0; path < Paths; path++)
        {
            for (var i = 0; i < steps; i++)
                yield return values[path * steps + i];
            if (path + 1 < Paths)
                yield return double.NaN;
        }
    }
}

namespace Workbench.Plots;

/// <summary>A histogram, binned already so that the figure carries the bins and not the samples.</summary>
internal sealed record HistogramTrace(double[] Centres, double[] Heights, double Width, int Samples) : Trace
{
    private string Stretch(double centre) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{centre - Width / 2:G4} … {centre + Width / 2:G4}");

    public override string Describe() => $"histogram of {Samples} values in {Centres.Length} bins";

    public override void Write(PlotlyWriter w, TraceContext context) => Plotly(w, context, "bar", () => w
        .Numbers("x", Centres).Numbers("y", Heights).Set("width", Width).Set("opacity", 0.6)
        .Object("marker", () => w.Set("color", context.Colour))
        .Texts("customdata", Centres.Select(Stretch)).Set("hovertemplate", "%{customdata}<br>density %{y:.3~g}"));
}

/// <summary>Bars of means with interval whiskers; hovering shows the interval and the single values.</summary>
internal sealed record BarTrace(string[] Labels, double[] Means, double[] Low, double[] High, double[][] Runs, string What) : Trace
{
    public override double[] Values => Means;

    public override string Describe() => $"{Labels.Length} bars with {What}s";

    public override void Write(PlotlyWriter w, TraceContext context) => Plotly(w, context, "bar", () =>
    {
        double[] up = [.. High.Zip(Means, (h, m) => h - m)], down = [.. Means.Zip(Low, (m, l) => m - l)];
        w.Texts("x", Labels).Numbers("y", Means);
        w.Object("marker", () => w.Set("color", Palette.Fade(context.Colour, 0.5))
            .Object("line", () => w.Set("color", context.Colour).Set("width", 1.5)));
        if (up.Any(double.IsFinite))
        {
            w.Object("error_y", () =>
            {
                w.Set("type", "data").Numbers("array", up);
                if (up.Zip(down).Any(e => double.IsFinite(e.First) && Math.Abs(e.First - e.Second) > 1e-6 * Math.Abs(e.First)))
                    w.Set("symmetric", false).Numbers("arrayminus", down);
                w.Set("color", context.Ink.Text).Set("thickness", 1.5).Set("width", 5);
            });
        }

        w.Texts("text", Labels.Select((_, i) => Detail(i)));
        w.Set("textposition", "none").Set("hovertemplate", "%{x}: %{y:.4~g}%{text}");
    });

    private string Detail(int i) =>
        (double.IsFinite(Low[i]) && double.IsFinite(High[i]) ? $"<br>{What}: {Short(Low[i])} … {Short(High[i])}" : "")
        + (Runs[i].Length > 1 ? $"<br>seeds: {string.Join(", ", Runs[i].Select(Short))}" : "");

    private static string Short(double value) => value.ToString("G3", System.Globalization.CultureInfo.InvariantCulture);
}

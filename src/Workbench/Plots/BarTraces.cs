namespace Workbench.Plots;

/// <summary>A histogram, binned already so that the figure carries the bins and not the samples.</summary>
internal sealed record HistogramTrace(double[] Centres, double[] Heights, double Width, int Samples) : Trace
{
    public override string Describe() => $"histogram of {Samples} values in {Centres.Length} bins";

    public override void Write(PlotlyWriter w, TraceContext context) => Plotly(w, context, "bar", () => w
        .Numbers("x", Centres).Numbers("y", Heights).Set("width", Width).Set("opacity", 0.6)
        .Object("marker", () => w.Set("color", context.Colour))
        .Set("hovertemplate", "%{x:.3~g}: %{y:.3~g}"));
}

/// <summary>Bars of means with interval whiskers and the single values as points.</summary>
internal sealed record BarTrace(string[] Labels, double[] Means, double[] Errors, double[][] Values) : Trace
{
    public override string Describe() => $"{Labels.Length} bars with 95 % intervals";

    public override void Write(PlotlyWriter w, TraceContext context) => Plotly(w, context, "bar", () =>
    {
        w.Texts("x", Labels).Numbers("y", Means);
        w.Object("marker", () => w.Set("color", Palette.Fade(context.Colour, 0.75)));
        if (Errors.Any(double.IsFinite))
            w.Object("error_y", () => w.Set("type", "data").Numbers("array", Errors).Set("color", Palette.Text).Set("thickness", 1.5).Set("width", 5));
        w.Texts("text", Values.Select(v => string.Join(", ", v.Select(x => x.ToString("G3", System.Globalization.CultureInfo.InvariantCulture)))));
        w.Set("textposition", "none").Set("hovertemplate", "%{x}: %{y:.4~g}<br>seeds: %{text}");
    });
}

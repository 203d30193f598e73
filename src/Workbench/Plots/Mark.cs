namespace Workbench.Plots;

/// <summary>A straight line across a whole panel at one value of an axis.</summary>
/// <param name="Horizontal">Whether the value is one of the vertical axis.</param>
/// <param name="Value">Where, in data units.</param>
/// <param name="Text">What it says at its end; null for nothing.</param>
internal sealed record Mark(bool Horizontal, double Value, string? Text)
{
    /// <summary>The line, as a plotly shape.</summary>
    public void WriteShape(PlotlyWriter w, string x, string y, Ink ink) => w.Object(() => w
        .Set("type", "line").Set("layer", "above").Set("xref", Horizontal ? x + " domain" : x).Set("yref", Horizontal ? y : y + " domain")
        .Exact("x0", Horizontal ? 0 : Value).Exact("x1", Horizontal ? 1 : Value)
        .Exact("y0", Horizontal ? Value : 0).Exact("y1", Horizontal ? Value : 1)
        .Object("line", () => w.Set("color", ink.Text).Set("width", 1.3).Set("dash", "dash")));

    /// <summary>The text, as a plotly annotation inside the panel.</summary>
    public void WriteText(PlotlyWriter w, string x, string y, bool log)
    {
        if (Text is null)
            return;
        // Annotations on logarithmic axes are placed by the exponent; shapes are not.
        var at = log ? Math.Log10(Value) : Value;
        w.Object(() => w.Set("text", Text).Set("showarrow", false).Set("xref", Horizontal ? x + " domain" : x).Set("yref", Horizontal ? y : y + " domain")
            .Exact("x", Horizontal ? 1 : at).Exact("y", Horizontal ? at : 1)
            .Set("xanchor", Horizontal ? "right" : "left").Set("yanchor", Horizontal ? "bottom" : "top").Object("font", () => w.Set("size", 11)));
    }
}

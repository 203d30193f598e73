namespace Workbench.Plots;

/// <summary>What a trace is told by the figure it is in.</summary>
/// <param name="Colour">Its colour.</param>
/// <param name="XAxis">"x", "x2", ….</param>
/// <param name="YAxis">"y", "y2", ….</param>
/// <param name="InLegend">Whether its name is to be shown in the legend.</param>
/// <param name="ColourAxis">Names the layout's colour axis for a scale.</param>
/// <param name="Ink">Colours of what is not data.</param>
/// <param name="LogX">Whether its horizontal axis is logarithmic.</param>
/// <param name="LogY">Whether its vertical axis is logarithmic.</param>
internal sealed record TraceContext(
    string Colour, string XAxis, string YAxis, bool InLegend, Func<ColourAxis, string> ColourAxis, Ink Ink, bool LogX, bool LogY);

/// <summary>A colour scale with its bar; traces with equal ones share one bar.</summary>
internal sealed record ColourAxis(string? Title, string Scale, double Low, double High)
{
    /// <summary>Whether the ends, and the numbers that are coloured, are decimal logarithms of what the bar says.</summary>
    public bool Log { get; init; }

    /// <summary>Scales of equal key are one: side by side, equal colours mean equal values.</summary>
    public (string?, string, bool) Key => (Title, Scale, Log);

    public (double At, string Colour)[] Stops => Scale switch
    {
        "time" => Palette.Time,
        "diverging" => Palette.Diverging,
        _ => Palette.Sequential,
    };
}

/// <summary>Something drawn in a panel: it writes one or more plotly traces.</summary>
internal abstract record Trace
{
    /// <summary>Name in the legend and on hovering; traces of equal name share a colour and a legend entry.</summary>
    public string? Name { get; init; }

    /// <summary>A fixed colour "#rrggbb" instead of the next one of the palette.</summary>
    public string? Colour { get; init; }

    /// <summary>Whether it takes a colour of the palette.</summary>
    public virtual bool IsSeries => true;

    /// <summary>The colour scales it uses.</summary>
    public virtual ColourAxis[] Scales => [];

    /// <summary>What its band shows, for the legend; null for traces without one.</summary>
    public virtual string? Meaning => null;

    /// <summary>Horizontal places that a logarithmic axis must be able to show.</summary>
    public virtual double[] Places => [];

    /// <summary>Values that a logarithmic axis must be able to show.</summary>
    public virtual double[] Values => [];

    /// <summary>The moments of a trace that moves; empty for one that stands.</summary>
    public virtual double[] Moments => [];

    /// <summary>The rectangle that its points fill, for panels with equal scales.</summary>
    public virtual Bounds Bounds => Bounds.Empty;

    /// <summary>The rectangle of the points that logarithmic axes can show.</summary>
    public virtual Bounds Positive => Bounds.Of(Places.Where(v => v > 0), Values.Where(v => v > 0));

    /// <summary>A word and a size for the text description.</summary>
    public abstract string Describe();

    /// <summary>Writes its plotly traces.</summary>
    public abstract void Write(PlotlyWriter w, TraceContext context);

    /// <summary>Writes what changes at one of <see cref="Moments"/>, as the content of a plotly trace.</summary>
    public virtual void WriteMoment(PlotlyWriter w, int moment)
    {
    }

    /// <summary>Writes a plotly trace with what all have in common.</summary>
    protected void Plotly(PlotlyWriter w, TraceContext context, string type, Action content, bool main = true) => w.Trace(() =>
    {
        w.Set("type", type);
        if (Name is not null)
            w.Set("name", Name).Set("legendgroup", Name);
        if ((!main || !context.InLegend) && type != "image")
            w.Set("showlegend", false);
        if (!main)
            w.Set("hoverinfo", "skip");
        if (context.XAxis != "x")
            w.Set("xaxis", context.XAxis).Set("yaxis", context.YAxis);
        content();
    });
}

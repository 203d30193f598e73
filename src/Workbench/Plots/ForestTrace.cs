using System.Globalization;

namespace Workbench.Plots;

/// <summary>Means with horizontal intervals, one a row.</summary>
/// <param name="Names">What each row compares.</param>
/// <param name="Ends">Interval and mean of each row.</param>
/// <param name="Rows">Place of each row.</param>
/// <param name="Filled">Whether the markers are filled.</param>
/// <param name="What">What the intervals are.</param>
internal sealed record ForestTrace(string[] Names, (double Low, double Mean, double High)[] Ends, double[] Rows, bool Filled, string What) : Trace
{
    public override double[] Places => [.. Ends.SelectMany(e => new[] { e.Low, e.Mean })];

    public override string Describe() => $"{Names.Length} comparisons";

    public override void Write(PlotlyWriter w, TraceContext context) => Plotly(w, context, "scatter", () => w
        .Set("mode", "markers").Numbers("x", Ends.Select(e => e.Mean)).Numbers("y", Rows)
        .Object("error_x", () => w.Set("type", "data").Set("symmetric", false)
            .Numbers("array", Ends.Select(e => e.High - e.Mean)).Numbers("arrayminus", Ends.Select(e => e.Mean - e.Low))
            .Set("color", context.Colour).Set("thickness", 2).Set("width", 4))
        .Object("marker", () => w.Set("color", context.Colour).Set("size", 9).Set("symbol", Filled ? "circle" : "circle-open"))
        .Texts("text", Names.Zip(Ends, Detail)).Set("hovertemplate", "%{text}<extra></extra>"));

    private string Detail(string name, (double Low, double Mean, double High) e) => string.Create(CultureInfo.InvariantCulture,
        $"{name}: {e.Mean:G4}{(double.IsFinite(e.Low) && double.IsFinite(e.High) ? $"<br>{What}: {e.Low:G3} … {e.High:G3}" : "")}");
}

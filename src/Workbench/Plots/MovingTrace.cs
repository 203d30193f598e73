namespace Workbench.Plots;

/// <summary>Points that move through time and change their colour with it.</summary>
/// <param name="X">Places, moment by moment, [moment][point].</param>
/// <param name="Y">Places, moment by moment, [moment][point].</param>
/// <param name="Times">The moments.</param>
/// <param name="Size">Diameter in pixels.</param>
internal sealed record MovingTrace(double[][] X, double[][] Y, double[] Times, double Size) : Trace
{
    public override bool IsSeries => Name is not null;

    public override double[] Moments => Times;

    public override Bounds Bounds => Bounds.Of(X.SelectMany(x => x), Y.SelectMany(y => y));

    public override string Describe() => $"animation of {X[0].Length} points over {Times.Length} moments";

    public override void Write(PlotlyWriter w, TraceContext context) => Plotly(w, context, "scatter", () =>
    {
        w.Set("mode", "markers");
        WritePlaces(w, Times.Length - 1);
        w.Object("marker", () => w.Set("color", Colour ?? (Name is null ? Palette.At(Palette.Time, 1) : context.Colour)).Set("size", Size).Set("opacity", 0.85))
            .Set("hovertemplate", "(%{x:.3~g}, %{y:.3~g})");
    });

    public override void WriteMoment(PlotlyWriter w, int moment)
    {
        WritePlaces(w, moment);
        if (Name is null && Colour is null)
            w.Object("marker", () => w.Set("color", Palette.At(Palette.Time, Share(Times[moment]))).Set("size", Size).Set("opacity", 0.85));
    }

    private double Share(double time) => (time - Times[0]) / (Times[^1] - Times[0]);

    private void WritePlaces(PlotlyWriter w, int moment) => w
        .Numbers("x", X[moment], PlotlyWriter.DecimalsFor(X.SelectMany(x => x))).Numbers("y", Y[moment], PlotlyWriter.DecimalsFor(Y.SelectMany(y => y)));
}

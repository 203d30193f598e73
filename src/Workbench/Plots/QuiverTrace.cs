namespace Workbench.Plots;

/// <summary>Arrows as one line with gaps; invisible dots at their middles carry the numbers.</summary>
internal sealed record QuiverTrace(double[] X, double[] Y, double[] U, double[] V, double? Factor) : Trace
{
    private const double HeadAngle = 0.42;
    private const double HeadShare = 0.32;

    public override Bounds Bounds => Bounds.Of(X.Concat(Tips(X, U)), Y.Concat(Tips(Y, V)));

    public override string Describe() => $"{X.Length} arrows";

    /// <summary>Length drawn per unit of the field: the longest arrow spans the typical distance of neighbours.</summary>
    public double Scale
    {
        get
        {
            if (Factor is { } factor)
                return factor;
            var longest = U.Zip(V, (u, v) => Math.Sqrt(u * u + v * v)).DefaultIfEmpty().Max();
            var tails = Bounds.Of(X, Y);
            var side = Math.Max(1, Math.Sqrt(X.Length) - 1);
            var apart = X.Length < 2 ? 1 : Math.Max(tails.Width, tails.Height) / side;
            return longest > 0 && apart > 0 ? 0.95 * apart / longest : 1;
        }
    }

    public override void Write(PlotlyWriter w, TraceContext context)
    {
        var (x, y) = Outline();
        var (dx, dy) = (PlotlyWriter.DecimalsFor(x), PlotlyWriter.DecimalsFor(y));
        Plotly(w, context, "scatter", () => w
            .Numbers("x", x, dx).Numbers("y", y, dy).Set("mode", "lines").Set("hoverinfo", "skip")
            .Object("line", () => w.Set("color", context.Colour).Set("width", 1.4)));
        var scale = Scale;
        w.Trace(() =>
        {
            w.Set("type", "scatter").Set("mode", "markers").Set("showlegend", false).Set("name", Name).Set("legendgroup", Name);
            if (context.XAxis != "x")
                w.Set("xaxis", context.XAxis).Set("yaxis", context.YAxis);
            w.Numbers("x", X.Zip(U, (a, u) => a + scale * u / 2), dx).Numbers("y", Y.Zip(V, (b, v) => b + scale * v / 2), dy)
                .Object("marker", () => w.Set("color", context.Colour).Set("size", 8).Set("opacity", 0))
                .Texts("text", U.Zip(V, (u, v) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"({u:G3}, {v:G3}), length {Math.Sqrt(u * u + v * v):G3}")))
                .Set("hovertemplate", "%{text}<extra></extra>");
        });
    }

    /// <summary>Tail, tip, one barb, tip, other barb, gap; for every arrow.</summary>
    internal (double[] X, double[] Y) Outline()
    {
        var scale = Scale;
        var (x, y) = (new List<double>(), new List<double>());
        for (var i = 0; i < X.Length; i++)
        {
            var (u, v) = (scale * U[i], scale * V[i]);
            var (tipX, tipY) = (X[i] + u, Y[i] + v);
            foreach (var (a, b) in new[] { (X[i], Y[i]), (tipX, tipY), Barb(HeadAngle), (tipX, tipY), Barb(-HeadAngle), (double.NaN, double.NaN) })
            {
                x.Add(a);
                y.Add(b);
            }

            (double, double) Barb(double angle) => (
                tipX - HeadShare * (u * Math.Cos(angle) - v * Math.Sin(angle)),
                tipY - HeadShare * (u * Math.Sin(angle) + v * Math.Cos(angle)));
        }

        return ([.. x.SkipLast(1)], [.. y.SkipLast(1)]);
    }

    private IEnumerable<double> Tips(double[] tails, double[] components) => tails.Zip(components, (a, c) => a + Scale * c);
}

using System.Globalization;

namespace Workbench.Plots;

/// <summary>
/// Writes what makes a figure move: plotly frames with what changes at each moment, a slider over the moments and buttons to play and
/// stop. The traces themselves show the last moment, so that a still picture of the figure says most.
/// </summary>
internal static class MotionWriter
{
    /// <summary>Height below the axes that slider and buttons take.</summary>
    public const int Height = 64;

    /// <summary>The moments all moving traces of a figure share; empty when none moves.</summary>
    /// <exception cref="ArgumentException">Traces that move at different moments.</exception>
    public static double[] Moments(IEnumerable<Trace> traces, string parameter)
    {
        double[][] all = [.. traces.Select(t => t.Moments).Where(m => m.Length > 0)];
        return all.All(m => m.SequenceEqual(all[0])) ? all.FirstOrDefault() ?? []
            : throw new ArgumentException("animations of one figure need the same moments; give the same times and number of frames", parameter);
    }

    /// <summary>Frames, one a moment.</summary>
    public static void Frames(PlotlyWriter w, double[] moments, IReadOnlyList<(Trace Trace, int Index)> moving) => w.List("frames", () =>
    {
        for (var i = 0; i < moments.Length; i++)
        {
            var moment = i;
            w.Object(() =>
            {
                w.Set("name", Label(moments[moment]));
                w.List("data", () =>
                {
                    foreach (var (trace, _) in moving)
                        w.Object(() => trace.WriteMoment(w, moment));
                });
                w.Numbers("traces", moving.Select(m => (double)m.Index));
            });
        }
    });

    /// <summary>Slider and buttons, for the layout.</summary>
    public static void Controls(PlotlyWriter w, double[] moments, FigureGeometry g, Ink ink)
    {
        var y = -(g.Bottom - Height + 8.0) / g.PlotHeight;
        w.List("sliders", () => w.Object(() =>
        {
            w.Set("active", moments.Length - 1).Set("x", 84.0 / g.PlotWidth).Set("len", 1 - 84.0 / g.PlotWidth).Set("y", y).Set("yanchor", "top")
                .Object("pad", () => w.Set("t", 0).Set("b", 0).Set("l", 0).Set("r", 0)).Set("ticklen", 3).Set("tickcolor", ink.Faint).Set("minorticklen", 0)
                .Set("bgcolor", ink.Grid).Set("bordercolor", ink.Faint).Set("activebgcolor", ink.Faint)
                .Object("font", () => w.Set("size", 1).Set("color", "rgba(0,0,0,0)"))
                .Object("currentvalue", () => w.Set("prefix", "t = ").Set("xanchor", "right").Set("offset", 4)
                    .Object("font", () => w.Set("size", 12).Set("color", ink.Text)));
            w.List("steps", () =>
            {
                foreach (var label in moments.Select(Label))
                    w.Object(() => w.Set("label", label).Set("method", "animate").List("args", () => { w.List(() => w.Text(label)); Pace(w, 0); }));
            });
        }));
        w.List("updatemenus", () => w.Object(() => w
            .Set("type", "buttons").Set("direction", "left").Set("showactive", false).Set("x", 0).Set("xanchor", "left").Set("y", y - 14.0 / g.PlotHeight).Set("yanchor", "top")
            .Object("pad", () => w.Set("t", 0).Set("b", 0).Set("l", 0).Set("r", 0)).Set("bgcolor", "rgba(0,0,0,0)").Set("bordercolor", ink.Faint)
            .List("buttons", () =>
            {
                w.Object(() => w.Set("label", "▶").Set("method", "animate").List("args", () => { w.Null(); Pace(w, 90); }));
                w.Object(() => w.Set("label", "❚❚").Set("method", "animate").List("args", () => { w.List(() => w.Null()); Pace(w, 0); }));
            })));
    }

    private static string Label(double moment) => moment.ToString("0.###", CultureInfo.InvariantCulture);

    private static void Pace(PlotlyWriter w, int milliseconds) => w.Object(() => w
        .Set("mode", "immediate").Set("fromcurrent", false)
        .Object("frame", () => w.Set("duration", milliseconds).Set("redraw", false))
        .Object("transition", () => w.Set("duration", 0)));
}

using System.Collections.Immutable;
using Workbench.Display;

namespace Workbench.Plots;

/// <summary>
/// A plotly.js figure as an immutable value: made by <see cref="Plot"/>, laid over another with <c>+</c>, refined by the methods here
/// (each returns a new figure), and shown by the notebook as <c>application/vnd.plotly.v1+json</c>.
/// </summary>
/// <remarks>
/// <code>
/// (Plot.Loss(baseline, "baseline") + Plot.Loss(reflow, "after reflow")).Titled("Training loss").Axes("step", "loss")
/// Plot.Row([Plot.Trajectories(before).Titled("1-RF"), Plot.Trajectories(after).Titled("2-RF")]).Titled("Paths before and after reflow")
/// </code>
/// </remarks>
[TypeFormatterSource(typeof(FigureFormatters), PreferredMimeTypes = [Mime.Plotly, Mime.Text])]
public sealed partial record Figure
{
    /// <summary>The coordinate systems, row by row.</summary>
    public ImmutableArray<Panel> Panels { get; init; } = [new()];

    /// <summary>How many panels stand side by side.</summary>
    public int Columns { get; init; } = 1;

    /// <summary>Text above everything.</summary>
    public string? Title { get; init; }

    /// <summary>Whether the panels show the same stretch of the horizontal axis.</summary>
    public bool SharedX { get; init; }

    /// <summary>Whether the panels show the same stretch of the vertical axis.</summary>
    public bool SharedY { get; init; }

    /// <summary>Texts at the right of each row of panels; empty for none.</summary>
    public ImmutableArray<string> RowTitles { get; init; } = [];

    /// <summary>What the figure is drawn on.</summary>
    public Theme Theme { get; init; }

    /// <summary>Size of one panel's drawing area in pixels; null for the default.</summary>
    public (int Width, int Height)? PanelSize { get; init; }

    /// <summary>Lays the second figure's traces over the first's, panel by panel. What the first says about axes and titles wins.</summary>
    /// <exception cref="ArgumentException">
    /// The figures have different numbers of panels, or one has a logarithmic axis and the other values that are not positive.
    /// </exception>
    public static Figure operator +(Figure below, Figure above)
    {
        ArgumentNullException.ThrowIfNull(below);
        ArgumentNullException.ThrowIfNull(above);
        if (below.Panels.Length != above.Panels.Length)
            throw new ArgumentException($"figures of {below.Panels.Length} and {above.Panels.Length} panels cannot be laid over each other", nameof(above));
        MotionWriter.Moments(below.Panels.Concat(above.Panels).SelectMany(p => p.Traces), nameof(above));
        return below with
        {
            Title = below.Title ?? above.Title,
            PanelSize = below.PanelSize ?? above.PanelSize,
            Theme = below.Theme == Theme.Auto ? above.Theme : below.Theme,
            Panels = [.. below.Panels.Zip(above.Panels, (a, b) => a with
            {
                Title = a.Title ?? b.Title,
                X = a.X.Or(b.X),
                Y = a.Y.Or(b.Y),
                EqualAspect = a.EqualAspect || b.EqualAspect,
                Traces = [.. a.Traces, .. b.Traces],
                Marks = [.. a.Marks, .. b.Marks],
            }).Select(p => p.Checked(nameof(above)))],
        };
    }

    /// <summary>Sets the title.</summary>
    /// <param name="title">One line; <c>&lt;br&gt;</c>, <c>&lt;sub&gt;</c>, <c>&lt;i&gt;</c> are understood.</param>
    public Figure Titled(string title) => this with { Title = title };

    /// <summary>Names the axes of all panels.</summary>
    /// <param name="x">Name and unit of the horizontal axis.</param>
    /// <param name="y">Name and unit of the vertical axis.</param>
    public Figure Axes(string x, string y) => Each(p => p with { X = p.X with { Title = x }, Y = p.Y with { Title = y } });

    /// <summary>Makes the horizontal axes logarithmic.</summary>
    /// <param name="gaps">Whether values that are not positive are left out instead of being an error.</param>
    /// <exception cref="ArgumentException">A place is not positive and <paramref name="gaps"/> is false.</exception>
    public Figure LogX(bool gaps = false) => Each(p => (p with { X = p.X with { Log = true, Gaps = gaps } }).Checked(nameof(gaps)));

    /// <summary>Makes the vertical axes logarithmic. An interval band that reaches zero is drawn down to the lowest positive value.</summary>
    /// <param name="gaps">Whether values that are not positive are left out instead of being an error.</param>
    /// <exception cref="ArgumentException">A value is not positive and <paramref name="gaps"/> is false.</exception>
    public Figure LogY(bool gaps = false) => Each(p => (p with { Y = p.Y with { Log = true, Gaps = gaps } }).Checked(nameof(gaps)));

    /// <summary>Draws a dashed line across every panel at a value of the vertical axis, e.g. the accuracy of chance.</summary>
    /// <param name="y">Where.</param>
    /// <param name="text">What it says above its right end.</param>
    /// <exception cref="ArgumentException">A value that is not finite, or not positive on a logarithmic axis.</exception>
    public Figure Horizontal(double y, string? text = null) => Marked(new(true, Finite(y, nameof(y)), text));

    /// <summary>Draws a dashed line across every panel at a value of the horizontal axis, e.g. the step where pruning begins.</summary>
    /// <param name="x">Where.</param>
    /// <param name="text">What it says at the right of its upper end.</param>
    /// <exception cref="ArgumentException">A value that is not finite, or not positive on a logarithmic axis.</exception>
    public Figure Vertical(double x, string? text = null) => Marked(new(false, Finite(x, nameof(x)), text));

    /// <summary>Draws light texts on near-black.</summary>
    public Figure Dark() => this with { Theme = Theme.Dark };

    /// <summary>Draws dark texts on white.</summary>
    public Figure Light() => this with { Theme = Theme.Light };

    /// <summary>Fixes the horizontal stretch, in data units.</summary>
    /// <param name="low">Left end.</param>
    /// <param name="high">Right end.</param>
    /// <exception cref="ArgumentException">An empty stretch, or ends that are not positive on a logarithmic axis.</exception>
    public Figure RangeX(double low, double high) => Each(p => (p with { X = p.X with { Range = Stretch(low, high) } }).Checked(nameof(low)));

    /// <summary>Fixes the vertical stretch, in data units.</summary>
    /// <param name="low">Lower end.</param>
    /// <param name="high">Upper end.</param>
    /// <exception cref="ArgumentException">An empty stretch, or ends that are not positive on a logarithmic axis.</exception>
    public Figure RangeY(double low, double high) => Each(p => (p with { Y = p.Y with { Range = Stretch(low, high) } }).Checked(nameof(low)));

    /// <summary>Lets the horizontal axes run from high to low, e.g. for the share of weights left.</summary>
    public Figure ReverseX() => Each(p => p with { X = p.X with { Reversed = true } });

    /// <summary>Makes one unit as long on both axes.</summary>
    public Figure EqualAspect() => Each(p => p with { EqualAspect = true });

    /// <summary>Sets the size of each panel's drawing area.</summary>
    /// <param name="width">Pixels, at least 60.</param>
    /// <param name="height">Pixels, at least 60.</param>
    /// <exception cref="ArgumentOutOfRangeException">A side below 60 pixels.</exception>
    public Figure Sized(int width, int height)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 60);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 60);
        return this with { PanelSize = (width, height) };
    }

    /// <summary>What the figure shows, in a sentence.</summary>
    public override string ToString() => FigureFormatters.Text(this);

    private static (double Low, double High) Stretch(double low, double high) => low < high && double.IsFinite(high - low)
        ? (low, high)
        : throw new ArgumentException($"an axis runs from a lower to a higher finite value, {low} and {high} given; ReverseX turns it round", nameof(low));

    private Figure Marked(Mark mark) => Each(p => (p with { Marks = p.Marks.Add(mark) }).Checked(mark.Horizontal ? "y" : "x"));

    private static double Finite(double value, string name) => double.IsFinite(value)
        ? value
        : throw new ArgumentOutOfRangeException(name, value, "a line is drawn at a finite value");

    private Figure Each(Func<Panel, Panel> change) => this with { Panels = [.. Panels.Select(change)] };
}

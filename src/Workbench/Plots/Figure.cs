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
public sealed record Figure
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

    /// <summary>Size of one panel's drawing area in pixels; null for the default.</summary>
    public (int Width, int Height)? PanelSize { get; init; }

    /// <summary>Lays the second figure's traces over the first's, panel by panel. What the first says about axes and titles wins.</summary>
    /// <exception cref="ArgumentException">The figures have different numbers of panels.</exception>
    public static Figure operator +(Figure below, Figure above)
    {
        ArgumentNullException.ThrowIfNull(below);
        ArgumentNullException.ThrowIfNull(above);
        if (below.Panels.Length != above.Panels.Length)
            throw new ArgumentException($"figures of {below.Panels.Length} and {above.Panels.Length} panels cannot be laid over each other", nameof(above));
        return below with
        {
            Title = below.Title ?? above.Title,
            PanelSize = below.PanelSize ?? above.PanelSize,
            Panels = [.. below.Panels.Zip(above.Panels, (a, b) => a with
            {
                Title = a.Title ?? b.Title,
                X = a.X.Or(b.X),
                Y = a.Y.Or(b.Y),
                EqualAspect = a.EqualAspect || b.EqualAspect,
                Traces = [.. a.Traces, .. b.Traces],
            })],
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
    public Figure LogX() => Each(p => p with { X = p.X with { Log = true } });

    /// <summary>Makes the vertical axes logarithmic.</summary>
    public Figure LogY() => Each(p => p with { Y = p.Y with { Log = true } });

    /// <summary>Fixes the horizontal stretch, in data units.</summary>
    /// <param name="low">Left end.</param>
    /// <param name="high">Right end.</param>
    public Figure RangeX(double low, double high) => Each(p => p with { X = p.X with { Range = (low, high) } });

    /// <summary>Fixes the vertical stretch, in data units.</summary>
    /// <param name="low">Lower end.</param>
    /// <param name="high">Upper end.</param>
    public Figure RangeY(double low, double high) => Each(p => p with { Y = p.Y with { Range = (low, high) } });

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

    /// <summary>The figure as plotly JSON: <c>{"data":[…],"layout":{…}}</c>.</summary>
    public string ToJson() => FigureWriter.Write(this);

    /// <summary>A page that shows the figure without a network: plotly.js is written into it (about 5 MB).</summary>
    /// <param name="plotlyScript">Path of plotly.min.js; null for the repository's own copy.</param>
    /// <exception cref="FileNotFoundException">plotly.js is not there; the message says how to get it.</exception>
    public string ToHtml(string? plotlyScript = null) => FigurePage.Write(this, PlotlyScript.Read(plotlyScript));

    /// <summary>Writes the figure to a file, by its extension: .json, .html (offline) or .png (drawn by Chromium).</summary>
    /// <param name="path">The file; replaced if it exists.</param>
    /// <exception cref="ArgumentException">Another extension.</exception>
    /// <exception cref="InvalidOperationException">A PNG is asked for and there is no Chromium.</exception>
    public void Save(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        var bytes = Path.GetExtension(path).ToLowerInvariant() switch
        {
            ".json" => System.Text.Encoding.UTF8.GetBytes(ToJson()),
            ".html" => System.Text.Encoding.UTF8.GetBytes(ToHtml()),
            ".png" => ChromiumRenderer.RenderPngs([ToJson()])[0],
            var other => throw new ArgumentException($"a figure is saved as .json, .html or .png, not '{other}'", nameof(path)),
        };
        Papers.AtomicFile.WriteAllBytes(path, bytes);
    }

    /// <summary>What the figure shows, in a sentence.</summary>
    public override string ToString() => FigureFormatters.Text(this);

    private Figure Each(Func<Panel, Panel> change) => this with { Panels = [.. Panels.Select(change)] };
}

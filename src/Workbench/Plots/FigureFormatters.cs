using System.Collections;
using Workbench.Display;

namespace Workbench.Plots;

/// <summary>How a figure is shown: as plotly JSON, and as a sentence where there is no plotly.</summary>
internal sealed class FigureFormatters
{
    public IEnumerable CreateTypeFormatters() => new object[]
    {
        new ConventionFormatter<Figure>(Mime.Plotly, f => f.ToJson()),
        new ConventionFormatter<Figure>(Mime.Text, Text),
    };

    public static string Text(Figure figure)
    {
        var panels = figure.Panels.Select(p =>
        {
            var traces = string.Join(", ", p.Traces.Select(t => t.Name is null ? t.Describe() : $"{t.Name}: {t.Describe()}"));
            var axes = p.Y.Title is null && p.X.Title is null ? "" : $" ({p.Y.Title ?? "y"} over {p.X.Title ?? "x"})";
            return (p.Title is null || figure.Panels.Length == 1 ? "" : $"[{p.Title}] ") + traces + axes;
        });
        return $"Figure{(figure.Title is null ? "" : $" '{figure.Title}'")}: {string.Join("; ", panels)}";
    }
}

/// <summary>How a dashboard is shown when it is a cell's value: as the figure it is at that moment.</summary>
internal sealed class LiveFigureFormatters
{
    public IEnumerable CreateTypeFormatters() => new object[]
    {
        new ConventionFormatter<LiveFigure>(Mime.Plotly, f => f.ToFigure().ToJson()),
        new ConventionFormatter<LiveFigure>(Mime.Text, f => f.ToString()),
    };
}

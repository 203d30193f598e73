namespace Workbench.Plots;

/// <summary>Writes what is said and drawn beside the data: titles of panels and rows, reference lines with their texts.</summary>
internal static class AnnotationWriter
{
    public static void Write(PlotlyWriter w, Figure figure, FigureGeometry geometry, Ink ink)
    {
        if (geometry.PanelTitles > 0 || figure.RowTitles.Length > 0 || figure.Panels.Any(p => p.Marks.Any(m => m.Text is not null)))
        {
            w.List("annotations", () =>
            {
                for (var i = 0; i < figure.Panels.Length; i++)
                    Titles(w, figure, geometry, i);
                EachMark(figure, (mark, x, y, log) => mark.WriteText(w, x, y, log));
            });
        }

        if (figure.Panels.Any(p => p.Marks.Length > 0))
            w.List("shapes", () => EachMark(figure, (mark, x, y, _) => mark.WriteShape(w, x, y, ink)));
    }

    private static void Titles(PlotlyWriter w, Figure figure, FigureGeometry geometry, int i)
    {
        var (title, x, y) = (figure.Panels[i].Title, geometry.DomainX(i), geometry.DomainY(i));
        if (geometry.PanelTitles > 0 && title is not null)
            Title(w, title, (x.Low + x.High) / 2, y.High, "center", "bottom");
        var (row, last) = (i / geometry.Columns, (i + 1) % geometry.Columns == 0);
        if (last && row < figure.RowTitles.Length)
            Title(w, figure.RowTitles[row], 1 + 6.0 / geometry.PlotWidth, (y.Low + y.High) / 2, "left", "middle", 90);
    }

    private static void Title(PlotlyWriter w, string text, double x, double y, string xAnchor, string yAnchor, int angle = 0) => w.Object(() =>
    {
        w.Set("text", text).Set("x", x).Set("y", y).Set("xref", "paper").Set("yref", "paper")
            .Set("xanchor", xAnchor).Set("yanchor", yAnchor).Set("showarrow", false).Object("font", () => w.Set("size", 13));
        if (angle != 0)
            w.Set("textangle", angle);
    });

    private static void EachMark(Figure figure, Action<Mark, string, string, bool> act)
    {
        for (var i = 0; i < figure.Panels.Length; i++)
        {
            var panel = figure.Panels[i];
            foreach (var mark in panel.Marks)
                act(mark, FigureWriter.AxisName("x", i), FigureWriter.AxisName("y", i), mark.Horizontal ? panel.Y.Log : panel.X.Log);
        }
    }
}

namespace Workbench.Plots;

/// <summary>
/// Where everything goes, in pixels. The sizes are fixed and not left to plotly, so that a figure looks the same in every front end and
/// legend and titles never cover the data.
/// </summary>
internal sealed class FigureGeometry
{
    private const int TitleHeight = 30;
    private const int LegendRow = 24;
    private const int PanelTitleHeight = 24;

    /// <summary>Letters of a colour bar's name from which on it stands upright beside the bar.</summary>
    public const int LongBarTitle = 9;

    public FigureGeometry(Figure figure, IReadOnlyList<string> legend, bool moves)
    {
        var bars = figure.Panels.SelectMany(p => p.Traces).SelectMany(t => t.Scales).DistinctBy(s => s.Key).ToArray();
        BarWidth = bars.Any(s => s.Title?.Length > LongBarTitle) ? 88 : 74;
        var several = figure.Panels.Length > 1;
        var anyX = figure.Panels.Any(p => p.X.Visible);
        var anyY = figure.Panels.Any(p => p.Y.Visible);
        var equal = figure.Panels.Any(p => p.EqualAspect);
        (PanelWidth, PanelHeight) = figure.PanelSize ?? (several && figure.Columns > 2 ? (220, equal ? 220 : 200) : several ? (280, equal ? 280 : 230) : equal ? (420, 420) : (550, 300));
        Columns = Math.Min(figure.Columns, figure.Panels.Length);
        Rows = (figure.Panels.Length + Columns - 1) / Columns;
        PanelTitles = several && figure.Panels.Any(p => p.Title is not null) ? PanelTitleHeight : 0;
        var labels = 24 + Math.Max(42, figure.Panels.Max(p => (p.Y.Title is null ? 6 : 26) + LabelWidth(p)));
        GapX = !anyY ? 16 : figure.SharedY ? 24 : labels - 24 > 66 ? labels : 66;
        GapY = (figure.SharedX || !anyX ? 16 : 58) + (figure.RowTitles.Length > 0 ? 0 : PanelTitles);
        PlotWidth = Columns * PanelWidth + (Columns - 1) * GapX;
        PlotHeight = Rows * PanelHeight + (Rows - 1) * GapY;
        LegendRows = RowsOf([.. legend.Select(n => 7.0 * n.Length + 46)], PlotWidth);
        RowTitleWidth = figure.RowTitles.Length > 0 ? 24 : 0;
        Left = anyY ? labels : 12;
        Right = (bars.Length > 0 ? bars.Length * BarWidth : 16) + RowTitleWidth;
        Bottom = (anyX ? 52 : 12) + (moves ? MotionWriter.Height : 0);
        Top = 14 + (figure.Title is null ? 0 : TitleHeight) + LegendRows * LegendRow + PanelTitles;
    }

    public int PanelWidth { get; }

    public int PanelHeight { get; }

    public int Columns { get; }

    public int Rows { get; }

    public int GapX { get; }

    public int GapY { get; }

    public int PlotWidth { get; }

    public int PlotHeight { get; }

    public int PanelTitles { get; }

    public int LegendRows { get; }

    public int RowTitleWidth { get; }

    /// <summary>Width of a colour bar with its ticks and name.</summary>
    public int BarWidth { get; }

    public int Left { get; }

    public int Right { get; }

    public int Top { get; }

    public int Bottom { get; }

    public int Width => Left + PlotWidth + Right;

    public int Height => Top + PlotHeight + Bottom;

    /// <summary>Horizontal stretch of a panel as a share of the plot area.</summary>
    public (double Low, double High) DomainX(int panel)
    {
        double left = panel % Columns * (PanelWidth + GapX);
        return (left / PlotWidth, Math.Min(1, (left + PanelWidth) / PlotWidth));
    }

    /// <summary>Vertical stretch of a panel as a share of the plot area; the first row is at the top.</summary>
    public (double Low, double High) DomainY(int panel)
    {
        double top = panel / Columns * (PanelHeight + GapY);
        return (Math.Max(0, 1 - (top + PanelHeight) / PlotHeight), 1 - top / PlotHeight);
    }

    /// <summary>Whether a panel has no other below it.</summary>
    public bool IsLowest(int panel, int panels) => panel + Columns >= panels;

    /// <summary>Ranges that hold the data with a margin and give both axes the same scale.</summary>
    public ((double Low, double High) X, (double Low, double High) Y) EqualRanges(Bounds data)
    {
        var scale = 1.08 * (data.Width > 0 || data.Height > 0 ? Math.Max(data.Width / PanelWidth, data.Height / PanelHeight) : 1.0 / PanelWidth);
        var (halfX, halfY) = (scale * PanelWidth / 2, scale * PanelHeight / 2);
        return ((data.CentreX - halfX, data.CentreX + halfX), (data.CentreY - halfY, data.CentreY + halfY));
    }

    /// <summary>Rows of a legend: one if all entries fit, else columns as wide as the widest, as plotly sets them.</summary>
    private static int RowsOf(double[] entries, double room) => entries.Length == 0 ? 0
        : entries.Sum() <= room ? 1
        : (int)Math.Ceiling(entries.Length / Math.Max(1, Math.Floor(room / entries.Max())));

    /// <summary>Room for named places of the vertical axis; numbers need no more than the default.</summary>
    private static int LabelWidth(Panel panel)
    {
        var names = panel.Y.TickTexts ?? panel.Traces.OfType<HeatmapTrace>().Select(t => t.YLabels).FirstOrDefault(n => n is not null);
        return names is null || !panel.Y.Visible ? 0 : (int)Math.Ceiling(6.6 * names.Max(n => n.Length));
    }
}

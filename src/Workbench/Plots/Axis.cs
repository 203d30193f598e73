namespace Workbench.Plots;

/// <summary>One axis of a panel.</summary>
public sealed record Axis
{
    /// <summary>Name and unit, e.g. "training step" or "DNR (%)".</summary>
    public string? Title { get; init; }

    /// <summary>Whether the scale is logarithmic.</summary>
    public bool Log { get; init; }

    /// <summary>Whether values that a logarithmic scale cannot show are left out; otherwise they are an error.</summary>
    public bool Gaps { get; init; }

    /// <summary>Ends of the axis in data units; null to fit the data.</summary>
    public (double Low, double High)? Range { get; init; }

    /// <summary>Whether the axis runs from high to low.</summary>
    public bool Reversed { get; init; }

    /// <summary>Whether ticks, grid and lines are drawn.</summary>
    public bool Visible { get; init; } = true;

    /// <summary>Places of the ticks; null to let plotly choose.</summary>
    public IReadOnlyList<double>? Ticks { get; init; }

    /// <summary>Texts of the ticks in <see cref="Ticks"/>.</summary>
    public IReadOnlyList<string>? TickTexts { get; init; }

    /// <summary>What <paramref name="other"/> says where this one says nothing.</summary>
    internal Axis Or(Axis other) => this with
    {
        Title = Title ?? other.Title,
        Log = Log || other.Log,
        Gaps = Gaps || other.Gaps,
        Range = Range ?? other.Range,
        Reversed = Reversed || other.Reversed,
        Visible = Visible && other.Visible,
        Ticks = Ticks ?? other.Ticks,
        TickTexts = TickTexts ?? other.TickTexts,
    };
}

using System.Collections.Immutable;

namespace Workbench.Plots;

/// <summary>One coordinate system of a figure with what is drawn in it.</summary>
public sealed record Panel
{
    /// <summary>Text above the panel; used in figures of several panels.</summary>
    public string? Title { get; init; }

    /// <summary>Horizontal axis.</summary>
    public Axis X { get; init; } = new();

    /// <summary>Vertical axis.</summary>
    public Axis Y { get; init; } = new();

    /// <summary>Whether one unit is as long on both axes.</summary>
    public bool EqualAspect { get; init; }

    /// <summary>What is drawn, from back to front.</summary>
    internal ImmutableArray<Trace> Traces { get; init; } = [];
}

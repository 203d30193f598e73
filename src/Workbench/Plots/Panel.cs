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

    /// <summary>Reference lines.</summary>
    internal ImmutableArray<Mark> Marks { get; init; } = [];

    /// <summary>Refuses values without a place on a logarithmic axis.</summary>
    /// <exception cref="ArgumentException">A value is not positive and the axis does not allow gaps.</exception>
    internal Panel Checked(string parameter)
    {
        foreach (var (axis, letter) in new[] { (X, "x"), (Y, "y") })
        {
            if (!axis.Log)
                continue;
            if (axis.Range is var (low, high) && !(low > 0 && high > 0))
                throw new ArgumentException($"a logarithmic axis cannot run from {low} to {high}: both ends must be positive", parameter);
            if (Marks.FirstOrDefault(m => m.Horizontal == (letter == "y") && !(m.Value > 0)) is { } mark)
                throw new ArgumentException($"a reference line at {mark.Value} has no place on a logarithmic axis", parameter);
            foreach (var trace in axis.Gaps ? [] : Traces)
            {
                var values = letter == "x" ? trace.Places : trace.Values;
                if (values.Count(v => v <= 0) is var bad and > 0)
                    throw new ArgumentException($"{bad} of {values.Length} {letter} values of '{trace.Name ?? trace.Describe()}' are not positive (the first is {values.First(v => v <= 0)}) "
                        + $"and have no place on a logarithmic axis; Log{letter.ToUpperInvariant()}(gaps: true) leaves them out", parameter);
            }
        }

        return this;
    }
}

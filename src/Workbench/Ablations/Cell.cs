using System.Globalization;
using Workbench.Statistics;

namespace Workbench.Ablations;

/// <summary>A cell of a table of results: what is shown, and the value behind it for files and sorting.</summary>
/// <param name="Text">What is shown.</param>
/// <param name="Value">A double, int, bool or string; null when there is nothing.</param>
internal readonly record struct Cell(string Text, object? Value)
{
    /// <summary>The number to sort by; null for text.</summary>
    public double? Number => Value switch
    {
        double number => number,
        int whole => whole,
        _ => null,
    };

    public static Cell Of(string text) => new(text, text);

    public static Cell Of(int whole) => new(whole.ToString(CultureInfo.InvariantCulture), whole);

    /// <summary>A measured number: four significant digits are shown, all are kept.</summary>
    public static Cell Of(double number) => new(double.IsNaN(number) ? "–" : number.ToString("G4", CultureInfo.InvariantCulture), number);

    /// <summary>A factor level, as typed as it was given.</summary>
    public static Cell Of(FactorLevel level) => new(level.Label, level.Number is { } number ? number : level.Value is bool flag ? flag : level.Label);

    /// <summary>A mean with its interval.</summary>
    public static Cell Of(double mean, Interval interval) =>
        new(interval.IsDefined ? string.Create(CultureInfo.InvariantCulture, $"{mean:G4} {interval}") : Of(mean).Text, mean);
}

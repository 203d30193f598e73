using System.Globalization;

namespace Workbench.Statistics;

/// <summary>A closed interval of the real line, e.g. a 95 % confidence interval; both ends are NaN when it is not defined.</summary>
/// <param name="Low">Lower end.</param>
/// <param name="High">Upper end.</param>
public readonly record struct Interval(double Low, double High)
{
    /// <summary>The interval that says "not enough data": both ends NaN.</summary>
    public static Interval Undefined { get; } = new(double.NaN, double.NaN);

    /// <summary>Whether both ends are numbers.</summary>
    public bool IsDefined => !double.IsNaN(Low) && !double.IsNaN(High);

    /// <summary>Distance between the ends.</summary>
    public double Width => High - Low;

    /// <summary>Whether <paramref name="value"/> lies inside, ends included; false when the interval is undefined.</summary>
    public bool Contains(double value) => Low <= value && value <= High;

    /// <summary>"[low, high]" with four significant digits, or "[–]" when undefined.</summary>
    public override string ToString() => IsDefined
        ? string.Create(CultureInfo.InvariantCulture, $"[{Low:G4}, {High:G4}]")
        : "[–]";
}

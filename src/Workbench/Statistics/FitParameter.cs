using System.Globalization;

namespace Workbench.Statistics;

/// <summary>A fitted parameter.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">The estimate.</param>
/// <param name="StandardError">Standard error of the estimate; NaN when the data do not determine the parameter.</param>
/// <param name="Interval">Student t interval of the parameter; undefined with the standard error.</param>
public readonly record struct FitParameter(string Name, double Value, double StandardError, Interval Interval)
{
    /// <summary>"name = value [low, high]" with four significant digits.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Name} = {Value:G4} {Interval}");
}

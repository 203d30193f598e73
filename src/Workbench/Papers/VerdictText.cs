using System.Globalization;

namespace Workbench.Papers;

/// <summary>The sentences of a verdict.</summary>
internal static class VerdictText
{
    /// <summary>"S2/S1 = 0.0031 [0.0024, 0.0038], asked ≤ 0.05: holds in 3 of 3 seeds".</summary>
    public static string Of(Comparison c)
    {
        var result = (c.Outcome, c.SeedsHolding) switch
        {
            (Outcome.Unclear, null) when c.Estimate.Interval.IsDefined => "the threshold lies inside the interval",
            (Outcome.Unclear, _) => "not a finite number",
            (_, { } holding) => $"holds in {holding} of {c.Values.Count} seeds{Worst(c)}",
            (Outcome.Holds, _) => "holds",
            _ => "fails",
        };
        return $"{c.Quantity} = {Measured(c)}, asked {Symbol(c.Operator)} {Number(c.Threshold)}: {result}";
    }

    /// <summary>Value with its interval where there is one.</summary>
    public static string Measured(Comparison c) => c.Estimate.Interval.IsDefined
        ? $"{Number(c.Estimate.Mean)} [{Number(c.Estimate.Interval.Low)}, {Number(c.Estimate.Interval.High)}]"
        : Number(c.Estimate.Mean);

    /// <summary>Three significant digits, without exponents for ordinary sizes.</summary>
    public static string Number(double value)
    {
        if (!double.IsFinite(value) || value == 0)
            return value.ToString(CultureInfo.InvariantCulture);
        var digits = 3 - (int)Math.Floor(Math.Log10(Math.Abs(value))) - 1;
        return Math.Abs(value) is < 1e-4 or >= 1e6
            ? value.ToString("G3", CultureInfo.InvariantCulture)
            : Math.Round(value, Math.Clamp(digits, 0, 15)).ToString(CultureInfo.InvariantCulture);
    }

    private static string Worst(Comparison c)
    {
        if (c.SeedsHolding == c.Values.Count)
            return "";
        var worst = c.Operator is "<" or "<=" ? c.Values.Max() : c.Values.Min();
        return $", at worst {Number(worst)}";
    }

    public static string Symbol(string comparison) => comparison switch { "<=" => "≤", ">=" => "≥", var other => other };
}

using System.Globalization;

namespace Workbench.Plots;

/// <summary>
/// Ticks of a logarithmic axis, at 1, 2 and 5 times powers of ten where the stretch is short, written as plain numbers.
/// </summary>
internal static class LogTicks
{
    /// <summary>Places and texts for a stretch of positive numbers; null when it is not one.</summary>
    public static (double[] Places, string[] Texts)? For(double low, double high)
    {
        if (!(low > 0 && high >= low && double.IsFinite(high)))
            return null;
        var decades = Math.Log10(high / low);
        double[] within = decades < 0.7 ? [1, 1.5, 2, 2.5, 3, 4, 5, 6, 7, 8, 9] : decades < 3.2 ? [1, 2, 5] : [1];
        var every = Math.Max(1, (int)Math.Ceiling(decades / 8));
        var first = (int)Math.Floor(Math.Log10(low)) - 1;
        var last = (int)Math.Ceiling(Math.Log10(high)) + 1;
        double[] places = [.. Enumerable.Range(first, last - first + 1).Where(e => e % every == 0).SelectMany(e => within.Select(m => m * Math.Pow(10, e)))];
        return (places, [.. places.Select(Text)]);
    }

    private static string Text(double value)
    {
        if (value is >= 9.9e-5 and < 1e6)
            return Math.Round(value, 6).ToString("0.######", CultureInfo.InvariantCulture);
        var exponent = (int)Math.Floor(Math.Log10(value) + 1e-9);
        var factor = Math.Round(value / Math.Pow(10, exponent), 1);
        return (factor == 1 ? "" : factor.ToString(CultureInfo.InvariantCulture) + "·") + $"10<sup>{exponent}</sup>";
    }
}

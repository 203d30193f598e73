using System.Globalization;

namespace Workbench.Plots;

/// <summary>
/// Ticks of a logarithmic axis, as many within each power of ten as have room, written as plain numbers.
/// </summary>
internal static class LogTicks
{
    private static readonly double[][] Within =
        [[1, 1.5, 2, 2.5, 3, 4, 5, 6, 7, 8, 9], [1, 1.5, 2, 3, 4, 5, 7], [1, 2, 3, 5], [1, 2, 5], [1, 3], [1]];

    /// <summary>Places and texts for a stretch of positive numbers; null when it is not one.</summary>
    /// <param name="low">Lower end.</param>
    /// <param name="high">Upper end.</param>
    /// <param name="room">How many labels fit beside each other along the whole axis.</param>
    public static (double[] Places, string[] Texts)? For(double low, double high, double room)
    {
        if (!(low > 0 && high >= low && double.IsFinite(high)))
            return null;
        var decades = Math.Log10(high / low);
        var within = Within.FirstOrDefault(w => SmallestGap(w) / Math.Max(decades, 0.05) * room >= 1) ?? Within[^1];
        var every = Math.Max(1, (int)Math.Ceiling(decades / room));
        var first = (int)Math.Floor(Math.Log10(low)) - 1;
        var last = (int)Math.Ceiling(Math.Log10(high)) + 1;
        double[] places = [.. Enumerable.Range(first, last - first + 1).Where(e => e % every == 0).SelectMany(e => within.Select(m => m * Math.Pow(10, e)))];
        return (places, [.. places.Select(Text)]);
    }

    /// <summary>The smallest distance of neighbours, in decades.</summary>
    private static double SmallestGap(double[] within) => within.Append(10).Zip(within.Skip(1).Append(10), (a, b) => Math.Log10(b / a)).Where(g => g > 0).Min();

    private static string Text(double value)
    {
        if (value is >= 9.9e-5 and < 1e6)
            return Math.Round(value, 6).ToString("0.######", CultureInfo.InvariantCulture);
        var exponent = (int)Math.Floor(Math.Log10(value) + 1e-9);
        var factor = Math.Round(value / Math.Pow(10, exponent), 1);
        return (factor == 1 ? "" : factor.ToString(CultureInfo.InvariantCulture) + "·") + $"10<sup>{exponent}</sup>";
    }
}

using System.Globalization;

namespace Workbench.Notebooks.Kernels;

/// <summary>Amounts of memory for readers.</summary>
internal static class ByteCount
{
    private static readonly string[] Units = ["B", "KB", "MB", "GB", "TB"];

    /// <summary>Three digits and a unit of 1024: <c>1.46 KB</c>.</summary>
    public static string Text(long bytes)
    {
        double amount = bytes;
        var unit = 0;
        while (Math.Abs(amount) >= 1000 && unit < Units.Length - 1)
        {
            amount /= 1024;
            unit++;
        }
        var format = unit == 0 || Math.Abs(amount) >= 100 ? "0" : Math.Abs(amount) >= 10 ? "0.0" : "0.00";
        return $"{amount.ToString(format, CultureInfo.InvariantCulture)} {Units[unit]}";
    }
}

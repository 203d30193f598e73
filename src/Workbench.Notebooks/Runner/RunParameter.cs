using System.Globalization;
using System.Numerics;

namespace Workbench.Notebooks.Runner;

/// <summary>A value that a run sets in its notebook.</summary>
/// <param name="Name">The variable's name.</param>
/// <param name="Value">
/// Null, a <see cref="bool"/>, <see cref="int"/>, <see cref="long"/>, <see cref="BigInteger"/>, <see cref="double"/> or <see cref="string"/>; a list
/// of such (<c>IReadOnlyList&lt;object?&gt;</c>) or names with such (<c>IReadOnlyDictionary&lt;string, object?&gt;</c>).
/// </param>
/// <param name="Text">How it was written, for variables that hold text; null when it was no single word.</param>
public sealed record RunParameter(string Name, object? Value, string? Text = null)
{
    /// <summary>
    /// A single word as YAML 1.2 reads it: <c>null</c>, <c>~</c> and nothing are null; <c>true</c>, <c>42</c>, <c>0x1F</c>, <c>1e-3</c>,
    /// <c>.inf</c> and <c>.nan</c> are what they look like; all else is text.
    /// </summary>
    public static object? Scalar(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text switch
        {
            "" or "~" or "null" or "Null" or "NULL" => null,
            "true" or "True" or "TRUE" => true,
            "false" or "False" or "FALSE" => false,
            ".nan" or ".NaN" or ".NAN" => double.NaN,
            ".inf" or ".Inf" or ".INF" or "+.inf" or "+.Inf" or "+.INF" => double.PositiveInfinity,
            "-.inf" or "-.Inf" or "-.INF" => double.NegativeInfinity,
            _ => Number(text) ?? text,
        };
    }

    private static object? Number(string text)
    {
        if (text.Length > 2 && text.StartsWith("0x", StringComparison.Ordinal) && BigInteger.TryParse("0" + text[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var hex))
            return Smallest(hex);
        if (BigInteger.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole))
            return Smallest(whole);
        const NumberStyles Real = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        // Words such as Infinity are text; a number that is too large for a double is not silently made infinite.
        return text.AsSpan().ContainsAnyInRange('0', '9') && double.TryParse(text, Real, CultureInfo.InvariantCulture, out var real) && double.IsFinite(real) ? real : null;
    }

    private static object Smallest(BigInteger value) =>
        value >= int.MinValue && value <= int.MaxValue ? (object)(int)value : value >= long.MinValue && value <= long.MaxValue ? (object)(long)value : value;
}

using System.Runtime.CompilerServices;

namespace TorchSharp;

/// <summary>Checks of the options of modules: each throws with the option's name, its value and what is expected.</summary>
internal static class Require
{
    public static void Positive(long value, [CallerArgumentExpression(nameof(value))] string name = "")
        => That(value > 0, value, "positive", name);

    public static void Positive(long? value, [CallerArgumentExpression(nameof(value))] string name = "")
        => That(value is null or > 0, value, "positive", name);

    public static void Positive(long[]? values, [CallerArgumentExpression(nameof(values))] string name = "")
    {
        foreach (var value in values ?? []) That(value > 0, value, "positive", name);
    }

    public static void Positive(double value, [CallerArgumentExpression(nameof(value))] string name = "")
        => That(value > 0, value, "positive", name);

    public static void NotNegative(long value, [CallerArgumentExpression(nameof(value))] string name = "")
        => That(value >= 0, value, "not negative", name);

    public static void NotNegative(long? value, [CallerArgumentExpression(nameof(value))] string name = "")
        => That(value is null or >= 0, value, "not negative", name);

    public static void NotNegative(long[]? values, [CallerArgumentExpression(nameof(values))] string name = "")
    {
        foreach (var value in values ?? []) That(value >= 0, value, "not negative", name);
    }

    public static void NotNegative(double value, [CallerArgumentExpression(nameof(value))] string name = "")
        => That(value >= 0, value, "not negative", name);

    private static void That(bool holds, object? value, string expected, string name)
    {
        if (!holds)
            throw new ArgumentOutOfRangeException(name, FormattableString.Invariant($"{name} must be {expected}, got {value}"));
    }
}

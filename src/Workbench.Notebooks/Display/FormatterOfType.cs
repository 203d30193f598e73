namespace Microsoft.DotNet.Interactive.Formatting;

/// <summary>How values of one type are shown.</summary>
public static class Formatter<T>
{
    /// <summary>
    /// How many items are shown of a sequence that is a <typeparamref name="T"/> or whose items are;
    /// <see cref="Formatter.ListExpansionLimit"/> until it is set.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative.</exception>
    public static int ListExpansionLimit
    {
        get => ExpansionLimits.Get(typeof(T)) ?? Formatter.ListExpansionLimit;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            ExpansionLimits.Set(typeof(T), value);
        }
    }
}

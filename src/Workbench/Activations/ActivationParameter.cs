using System.Globalization;

namespace Workbench.Activations;

/// <summary>A parameter of an activation: its value, its default, the range it must stay in, and whether a module trains it.</summary>
/// <param name="Name">The paper's letter, spelled out.</param>
/// <param name="Value">The value, or where training starts.</param>
/// <param name="Default">The paper's value.</param>
/// <param name="Minimum">No value may be below it.</param>
/// <param name="Maximum">No value may be above it.</param>
/// <param name="IsTrained">Whether the module holds it as a parameter.</param>
/// <param name="ExcludesMinimum">Whether the minimum itself is excluded.</param>
public sealed record ActivationParameter(
    string Name, double Value, double Default, double Minimum, double Maximum, bool IsTrained = false, bool ExcludesMinimum = false)
{
    /// <summary>Any finite number.</summary>
    public static ActivationParameter Any(string name, double value, double @default, bool trained = false)
        => new(name, value, @default, double.NegativeInfinity, double.PositiveInfinity, trained);

    /// <summary>A number above 0; when trained it is softplus of what the optimiser sees, so that it stays there.</summary>
    public static ActivationParameter Positive(string name, double value, double @default, bool trained = false)
        => new(name, value, @default, 0, double.PositiveInfinity, trained, true);

    /// <summary>A number of a closed interval.</summary>
    public static ActivationParameter Within(string name, double value, double @default, double minimum, double maximum)
        => new(name, value, @default, minimum, maximum);

    /// <summary>Whether a trained value is kept above 0.</summary>
    internal bool IsPositive => Minimum == 0 && ExcludesMinimum && double.IsPositiveInfinity(Maximum);

    /// <summary>The range in words.</summary>
    public string Range => (double.IsInfinity(Minimum), double.IsInfinity(Maximum)) switch
    {
        (true, true) => "a finite number",
        (false, true) => $"a finite number {(ExcludesMinimum ? "above" : "of at least")} {Text(Minimum)}",
        (true, false) => $"a finite number of at most {Text(Maximum)}",
        _ => $"a number in {(ExcludesMinimum ? "(" : "[")}{Text(Minimum)}, {Text(Maximum)}]",
    };

    /// <summary>Name and value.</summary>
    public override string ToString() => $"{Name}={Text(Value)}";

    internal void Require(string activation)
    {
        if (!double.IsFinite(Value) || Value < Minimum || Value > Maximum || (ExcludesMinimum && Value == Minimum))
            throw new ArgumentOutOfRangeException(Name, Value, $"The parameter '{Name}' of {activation} is {Text(Value)}; expected {Range}.");
        if (IsTrained && !IsPositive && !(double.IsInfinity(Minimum) && double.IsInfinity(Maximum)))
            throw new ArgumentException($"The parameter '{Name}' of {activation} must stay {Range} and cannot be trained.", Name);
    }

    private static string Text(double value) => value.ToString("G6", CultureInfo.InvariantCulture);
}

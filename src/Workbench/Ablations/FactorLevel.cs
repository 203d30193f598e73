using System.Globalization;

namespace Workbench.Ablations;

/// <summary>One level of a factor: the value a run works with and the name the table shows.</summary>
/// <param name="Value">What <c>run.Get</c> returns.</param>
/// <param name="Label">What tables, plots and files show; identifies the level within its factor.</param>
internal sealed record FactorLevel(object? Value, string Label)
{
    /// <summary>The level as a number (0/1 is not made of booleans), or null.</summary>
    public double? Number => !IsNumber(Value) ? null
        : double.TryParse(Label, CultureInfo.InvariantCulture, out var number) ? number
        : Convert.ToDouble(Value, CultureInfo.InvariantCulture);

    /// <summary>Whether the label says all there is to know of the value.</summary>
    public bool IsPlain => (Value is string or bool or Enum || IsNumber(Value)) && Of("", Value).Label == Label;

    /// <summary>The level of a plain value; its label is the value's own text.</summary>
    /// <exception cref="ArgumentException">The value is null or has no text of its own.</exception>
    public static FactorLevel Of(string factor, object? value) => new(value, value switch
    {
        null => throw new ArgumentException($"factor '{factor}': a null needs a name: (\"none\", value)", nameof(value)),
        string text => Named(factor, text),
        bool flag => flag ? "true" : "false",
        IFormattable number when IsNumber(value) => number.ToString(null, CultureInfo.InvariantCulture),
        Enum member => member.ToString(),
        Delegate => throw Nameless(factor, value),
        _ => value.ToString() is { Length: > 0 } text && text != value.GetType().ToString() ? text : throw Nameless(factor, value),
    });

    /// <summary>The label of a named value.</summary>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    public static string Named(string factor, string? name) => string.IsNullOrWhiteSpace(name)
        ? throw new ArgumentException($"factor '{factor}' has a level without a name", nameof(name))
        : name;

    /// <summary>The value as the type asked for; numbers convert when nothing is lost.</summary>
    /// <exception cref="ArgumentException">The value is of another type.</exception>
    public T As<T>(string factor)
    {
        if (Value is T value) return value;
        if (typeof(T) == typeof(string)) return (T)(object)Label;
        if (Value is null && default(T) is null) return default!;
        var wanted = Nullable.GetUnderlyingType(typeof(T)) ?? typeof(T);
        if (IsNumber(Value) && IsNumber(Activator.CreateInstance(wanted)))
        {
            try
            {
                var converted = Convert.ChangeType(Value, wanted, CultureInfo.InvariantCulture)!;
                if (((IFormattable)converted).ToString(null, CultureInfo.InvariantCulture) == ((IFormattable)Value!).ToString(null, CultureInfo.InvariantCulture)) return (T)converted;
            }
            catch (OverflowException)
            {
                // Falls through to the error below, which names the value.
            }
        }

        throw new ArgumentException($"factor '{factor}' is {Label} ({Value?.GetType().Name ?? "null"}), which is no {typeof(T).Name}");
    }

    private static bool IsNumber(object? value) =>
        value is double or float or Half or decimal or int or long or short or sbyte or byte or ushort or uint or ulong;

    private static ArgumentException Nameless(string factor, object value) =>
        new($"factor '{factor}': a {value.GetType().Name} has no text of its own, so give it a name: (\"name\", value)", nameof(value));
}

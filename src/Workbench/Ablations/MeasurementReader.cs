using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Workbench.Ablations;

/// <summary>
/// Reads named numbers from what a measuring function returns: an anonymous object or record, a named tuple, a list of (name, value), a
/// dictionary, or one number (called "value").
/// </summary>
internal sealed class MeasurementReader
{
    private readonly Func<object, (string Name, object? Value)[]> _read;

    private MeasurementReader(string[]? columns, Func<object, (string, object?)[]> read)
    {
        Columns = columns;
        _read = read;
    }

    /// <summary>The names when the type tells them, so that mistakes are found before any run; null when only a result does.</summary>
    public string[]? Columns { get; }

    /// <summary>The reader of what a function returns.</summary>
    /// <param name="measure">The measuring function.</param>
    /// <param name="result">The type it returns.</param>
    /// <exception cref="ArgumentException">The type holds no named numbers.</exception>
    public static MeasurementReader For(MethodInfo measure, Type result)
    {
        if (IsNumber(result))
            return new(["value"], value => [("value", value)]);
        if (typeof(ITuple).IsAssignableFrom(result))
        {
            var names = measure.ReturnParameter.GetCustomAttribute<TupleElementNamesAttribute>()?.TransformNames.Take(result.GetGenericArguments().Length).ToArray();
            return names is not null && names.All(n => n is not null)
                ? new(names!, value => [.. names.Select((name, i) => (name!, ((ITuple)value)[i]))])
                : throw new ArgumentException("the measurements of a tuple need names: return (accuracy: …, loss: …), or new { accuracy = …, loss = … }", nameof(measure));
        }

        if (typeof(IDictionary).IsAssignableFrom(result))
            return new(null, value => [.. ((IDictionary)value).Cast<object>().Select(Entry)]);
        if (result != typeof(string) && typeof(IEnumerable).IsAssignableFrom(result))
            return new(null, value => [.. ((IEnumerable)value).Cast<object>().Select(Entry)]);
        PropertyInfo[] properties = [.. result.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.GetIndexParameters().Length == 0)];
        if (properties.Length == 0)
            throw new ArgumentException($"a {result.Name} holds no named numbers: return new {{ accuracy = …, loss = … }}", nameof(measure));
        return properties.FirstOrDefault(p => !IsNumber(p.PropertyType)) is { } odd
            ? throw new ArgumentException($"measurement '{odd.Name}' is a {odd.PropertyType.Name}; measurements are numbers", nameof(measure))
            : new([.. properties.Select(p => p.Name)], value => [.. properties.Select(p => (p.Name, p.GetValue(value)))]);
    }

    /// <summary>The names and numbers of one result.</summary>
    /// <exception cref="ArgumentException">Nothing was returned, a name is there twice, or a value is not a number.</exception>
    public (string Name, double Value)[] Read(object? result)
    {
        if (result is null)
            throw new ArgumentException("the measuring function returned null");
        (string Name, double Value)[] read = [.. _read(result).Select(m => (m.Name, Number(m.Name, m.Value)))];
        if (read.Length == 0)
            throw new ArgumentException("the measuring function returned no measurement");
        return read.GroupBy(m => m.Name).FirstOrDefault(g => g.Count() > 1) is { } twice
            ? throw new ArgumentException($"measurement '{twice.Key}' was returned {twice.Count()} times")
            : read;
    }

    private static (string, object?) Entry(object entry) => entry switch
    {
        DictionaryEntry pair => (pair.Key.ToString()!, pair.Value),
        ITuple { Length: 2 } tuple when tuple[0] is string name => (name, tuple[1]),
        _ when entry.GetType() is { IsGenericType: true } type && type.GetGenericTypeDefinition() == typeof(KeyValuePair<,>) =>
            (type.GetProperty("Key")!.GetValue(entry)!.ToString()!, type.GetProperty("Value")!.GetValue(entry)),
        _ => throw new ArgumentException($"a list of measurements holds pairs (name, value), not {entry.GetType().Name}"),
    };

    private static double Number(string name, object? value) => value switch
    {
        null => double.NaN,
        bool flag => flag ? 1 : 0,
        // Through the text, so that 0.1f is 0.1.
        float single => float.IsFinite(single) ? double.Parse(single.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture) : single,
        Half half => (double)half,
        IConvertible number and not (string or char or DateTime) => number.ToDouble(CultureInfo.InvariantCulture),
        _ => throw new ArgumentException($"measurement '{name}' is a {value.GetType().Name}; measurements are numbers"),
    };

    private static bool IsNumber(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        return type == typeof(Half) || (type.IsPrimitive && type != typeof(char) && type != typeof(nint) && type != typeof(nuint)) || type == typeof(decimal);
    }
}

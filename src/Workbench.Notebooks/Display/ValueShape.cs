using System.Collections;
using System.Data;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Html;

namespace Microsoft.DotNet.Interactive.Formatting;

/// <summary>What kind of value is to be shown: one text, a sequence, a dictionary, or an object with members.</summary>
internal static class ValueShape
{
    /// <summary>The text of a value that is shown as one text, or null when it has parts.</summary>
    public static string? ScalarText(object? value)
    {
        switch (value)
        {
            case null: return Formatter.NullString;
            case string text: return text;
            case DateTime time: return time.ToString("u", CultureInfo.InvariantCulture);
            case DateTimeOffset time: return time.ToString("u", CultureInfo.InvariantCulture);
            case DateOnly or TimeOnly: return ((IFormattable)value).ToString("o", CultureInfo.InvariantCulture);
            case Type type: return CSharpTypeName.Of(type);
            case Pointer pointer: return PointerText(pointer);
            case JsonNode or JsonElement: return TextOf(value);
            case JsonDocument document: return TextOf(document.RootElement);
            case Exception or MemberInfo or Delegate or Assembly or System.Text.Encoding or CultureInfo or Uri or Version or FailedMember: return TextOf(value);
            case IFormattable formattable when IsPlainScalar(value.GetType()): return formattable.ToString(null, CultureInfo.InvariantCulture);
            case bool or IHtmlContent or IMimeContent: return TextOf(value);
        }
        var own = value.GetType();
        if (value is IEnumerable or ITuple or DataTable or DataSet or TableView || IsMemory(own))
            return null;
        if (own.GetInterfaces().FirstOrDefault(type => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IAsyncEnumerable<>)) is { } stream)
            return $"{CSharpTypeName.Of(stream)} (not enumerated)";
        return ValueMembers.Has(value) ? null : TextOf(value);
    }

    /// <summary>
    /// What <see cref="object.ToString"/> says; the type's name as C# spells it where the type says nothing itself, and the exception where it throws.
    /// </summary>
    public static string TextOf(object value)
    {
        try
        {
            var type = value.GetType();
            var declaring = type.GetMethod(nameof(ToString), BindingFlags.Public | BindingFlags.Instance, [])?.DeclaringType;
            return declaring == typeof(object) || declaring == typeof(ValueType) ? CSharpTypeName.Of(type) : value.ToString() ?? "";
        }
        catch (Exception e) when (!Interruption.IsUnderWay(e))
        {
            return FailedMember.Describe(e);
        }
    }

    /// <summary>The items of a sequence (rows for a matrix), or null when the value is none.</summary>
    public static IEnumerable<object?>? Items(object value) => value switch
    {
        string => null,
        Array { Rank: > 1 } array => Slices(array, []),
        IEnumerable sequence => sequence.Cast<object?>(),
        ITuple tuple => Enumerable.Range(0, tuple.Length).Select(i => tuple[i]),
        _ when IsMemory(value.GetType()) => FirstOfMemory(value, ExpansionLimits.For(value) + 1),
        _ => null,
    };

    /// <summary>Keys and values of a dictionary, or null when the value is none.</summary>
    public static IEnumerable<KeyValuePair<object, object?>>? Entries(object value)
    {
        var pairs = value.GetType().GetInterfaces().FirstOrDefault(type => type.IsGenericType
            && (type.GetGenericTypeDefinition() == typeof(IReadOnlyDictionary<,>) || type.GetGenericTypeDefinition() == typeof(IDictionary<,>)));
        if (pairs is null)
            return value is IDictionary dictionary ? Pairs(dictionary) : null;
        var pair = typeof(KeyValuePair<,>).MakeGenericType(pairs.GetGenericArguments());
        var key = pair.GetProperty("Key")!;
        var content = pair.GetProperty("Value")!;
        return ((IEnumerable)value).Cast<object>().Where(pair.IsInstanceOfType).Select(entry => new KeyValuePair<object, object?>(key.GetValue(entry)!, content.GetValue(entry)));
    }

    private static IEnumerable<KeyValuePair<object, object?>> Pairs(IDictionary dictionary)
    {
        foreach (DictionaryEntry entry in dictionary)
            yield return new(entry.Key, entry.Value);
    }

    /// <summary>
    /// Up to <paramref name="limit"/> items and how many are left: null when none, -1 when their number is not known.
    /// A sequence that throws ends with what <paramref name="failed"/> makes of the exception.
    /// </summary>
    public static (List<T> Items, int? More) Take<T>(IEnumerable<T> sequence, int limit, int? count, Func<Exception, T> failed)
    {
        var items = new List<T>();
        try
        {
            foreach (var item in sequence)
            {
                if (items.Count == limit)
                    return (items, count is { } known && known > limit ? known - limit : -1);
                items.Add(item);
            }
        }
        catch (Exception e) when (!Interruption.IsUnderWay(e))
        {
            items.Add(failed(e));
        }
        return (items, null);
    }

    /// <summary>The number of items when it is known without counting.</summary>
    public static int? CountOf(object value)
    {
        try
        {
            return value switch
            {
                Array { Rank: > 1 } array => array.GetLength(0),
                ICollection collection => collection.Count,
                ITuple tuple => tuple.Length,
                _ => value.GetType().GetInterfaces().FirstOrDefault(type => type.IsGenericType && (type.GetGenericTypeDefinition() == typeof(IReadOnlyCollection<>) || type.GetGenericTypeDefinition() == typeof(ICollection<>))) is { } counted
                    ? counted.GetProperty("Count")!.GetValue(value) as int?
                    : IsMemory(value.GetType()) ? value.GetType().GetProperty("Length")!.GetValue(value) as int? : null,
            };
        }
        catch (Exception e) when (!Interruption.IsUnderWay(e))
        {
            return null;
        }
    }

    private static bool IsPlainScalar(Type type) =>
        type.IsPrimitive || type.IsEnum || type == typeof(decimal) || type == typeof(TimeSpan) || type == typeof(Guid)
        || (type.IsValueType && type.Namespace is "System" or "System.Numerics");

    private static bool IsMemory(Type type) =>
        type.IsGenericType && (type.GetGenericTypeDefinition() == typeof(Memory<>) || type.GetGenericTypeDefinition() == typeof(ReadOnlyMemory<>));

    /// <summary>Not all of it: a copy of a large memory would cost as much again.</summary>
    private static IEnumerable<object?> FirstOfMemory(object memory, int count)
    {
        var type = memory.GetType();
        var length = (int)type.GetProperty("Length")!.GetValue(memory)!;
        var slice = type.GetMethod("Slice", [typeof(int), typeof(int)])!.Invoke(memory, [0, Math.Min(length, count)])!;
        return ((IEnumerable)type.GetMethod("ToArray", [])!.Invoke(slice, null)!).Cast<object?>();
    }

    private static unsafe string PointerText(Pointer pointer) => $"0x{(nuint)Pointer.Unbox(pointer):x}";

    private static IEnumerable<object?> Slices(Array array, int[] prefix)
    {
        for (var i = array.GetLowerBound(prefix.Length); i <= array.GetUpperBound(prefix.Length); i++)
        {
            int[] index = [.. prefix, i];
            yield return index.Length == array.Rank ? array.GetValue(index) : new Row(Slices(array, index), array.GetLength(index.Length));
        }
    }

    /// <summary>A row of a matrix, read only as far as it is shown.</summary>
    private sealed class Row(IEnumerable<object?> items, int count) : IReadOnlyCollection<object?>
    {
        public int Count { get; } = count;

        public IEnumerator<object?> GetEnumerator() => items.GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}

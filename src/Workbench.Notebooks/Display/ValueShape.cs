using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Microsoft.DotNet.Interactive.Formatting;

/// <summary>What kind of value is to be shown: one text, a sequence, a dictionary, or an object with members.</summary>
internal static class ValueShape
{
    private static readonly ConditionalWeakTable<Type, Member[]> MembersByType = new();

    /// <summary>The text of a value that is shown as one text, or null when it has parts.</summary>
    public static string? ScalarText(object? value)
    {
        switch (value)
        {
            case null: return Formatter.NullString;
            case string text: return text;
            case DateTime time: return time.ToString("u", CultureInfo.InvariantCulture);
            case DateTimeOffset time: return time.ToString("u", CultureInfo.InvariantCulture);
            case Type type: return CSharpTypeName.Of(type);
            case Exception exception: return exception.ToString();
            case JsonNode or JsonElement: return value.ToString();
            case JsonDocument document: return document.RootElement.ToString();
            case MemberInfo or Delegate or Assembly or System.Text.Encoding or CultureInfo or Uri or Version: return value.ToString();
            case IFormattable formattable when IsPlainScalar(value.GetType()): return formattable.ToString(null, CultureInfo.InvariantCulture);
            case bool or Microsoft.AspNetCore.Html.IHtmlContent: return value.ToString();
        }
        if (value is IEnumerable or ITuple || IsMemory(value.GetType()) || MembersOf(value.GetType()).Length > 0)
            return null;
        return value.ToString() ?? "";
    }

    /// <summary>The items of a sequence (rows for a matrix), or null when the value is none.</summary>
    public static IEnumerable<object?>? Items(object value) => value switch
    {
        string => null,
        Array { Rank: > 1 } array => Slices(array, []),
        IEnumerable sequence => sequence.Cast<object?>(),
        ITuple tuple => Enumerable.Range(0, tuple.Length).Select(i => tuple[i]),
        _ when IsMemory(value.GetType()) => ((IEnumerable)value.GetType().GetMethod("ToArray", [])!.Invoke(value, null)!).Cast<object?>(),
        _ => null,
    };

    /// <summary>Keys and values of a dictionary, or null when the value is none.</summary>
    public static IEnumerable<KeyValuePair<object, object?>>? Entries(object value)
    {
        if (value is IDictionary dictionary)
            return dictionary.Keys.Cast<object>().Select(key => new KeyValuePair<object, object?>(key, dictionary[key]));
        var pairs = value.GetType().GetInterfaces().FirstOrDefault(type => type.IsGenericType
            && (type.GetGenericTypeDefinition() == typeof(IReadOnlyDictionary<,>) || type.GetGenericTypeDefinition() == typeof(IDictionary<,>)));
        if (pairs is null)
            return null;
        var pair = typeof(KeyValuePair<,>).MakeGenericType(pairs.GetGenericArguments());
        var key = pair.GetProperty("Key")!;
        var content = pair.GetProperty("Value")!;
        return ((IEnumerable)value).Cast<object>().Select(entry => new KeyValuePair<object, object?>(key.GetValue(entry)!, content.GetValue(entry)));
    }

    /// <summary>Public properties and fields, each name once, in the order of declaration from the type upwards.</summary>
    public static Member[] MembersOf(Type type) => MembersByType.GetValue(type, Reflect);

    /// <summary>Up to <paramref name="limit"/> items and how many are left: null when none, -1 when their number is not known.</summary>
    public static (List<T> Items, int? More) Take<T>(IEnumerable<T> sequence, int limit, int? count)
    {
        var items = new List<T>();
        foreach (var item in sequence)
        {
            if (items.Count == limit)
                return (items, count is { } known ? known - limit : -1);
            items.Add(item);
        }
        return (items, null);
    }

    /// <summary>The number of items when it is known without counting.</summary>
    public static int? CountOf(object value) => value switch
    {
        Array { Rank: > 1 } array => array.GetLength(0),
        ICollection collection => collection.Count,
        ITuple tuple => tuple.Length,
        _ => value.GetType().GetInterfaces().Any(type => type.IsGenericType && (type.GetGenericTypeDefinition() == typeof(IReadOnlyCollection<>) || type.GetGenericTypeDefinition() == typeof(ICollection<>)))
            ? value.GetType().GetProperty("Count", typeof(int))?.GetValue(value) as int?
            : IsMemory(value.GetType()) ? value.GetType().GetProperty("Length")!.GetValue(value) as int? : null,
    };

    private static bool IsPlainScalar(Type type) =>
        type.IsPrimitive || type.IsEnum || type == typeof(decimal) || type == typeof(TimeSpan) || type == typeof(Guid)
        || (type.IsValueType && type.Namespace is "System" or "System.Numerics");

    private static bool IsMemory(Type type) =>
        type.IsGenericType && (type.GetGenericTypeDefinition() == typeof(Memory<>) || type.GetGenericTypeDefinition() == typeof(ReadOnlyMemory<>));

    private static IEnumerable<object?> Slices(Array array, int[] prefix)
    {
        for (var i = 0; i < array.GetLength(prefix.Length); i++)
        {
            int[] index = [.. prefix, i];
            yield return index.Length == array.Rank ? array.GetValue(index) : Slices(array, index).ToArray();
        }
    }

    private static Member[] Reflect(Type type)
    {
        var byName = new Dictionary<string, Member>();
        for (var current = type; current is not null && current != typeof(object) && current != typeof(ValueType); current = current.BaseType)
        {
            var own = current.GetMembers(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly);
            foreach (var property in own.OfType<PropertyInfo>().Where(property => property.GetMethod is { IsPublic: true } && property.GetIndexParameters().Length == 0 && IsReadable(property.PropertyType)))
                byName.TryAdd(property.Name, new Member(property.Name, property.GetValue));
            foreach (var field in own.OfType<FieldInfo>().Where(field => IsReadable(field.FieldType)))
                byName.TryAdd(field.Name, new Member(field.Name, field.GetValue));
        }
        return [.. byName.Values];
    }

    private static bool IsReadable(Type type) => !type.IsByRef && !type.IsByRefLike && !type.IsPointer;

    /// <summary>A property or field and how to read it.</summary>
    internal sealed record Member(string Name, Func<object, object?> Read)
    {
        /// <summary>The member's value, or the exception that its getter throws.</summary>
        public object? ValueIn(object owner)
        {
            try
            {
                return Read(owner);
            }
            catch (TargetInvocationException e)
            {
                return new Thrown(e.InnerException ?? e);
            }
            catch (Exception e)
            {
                return new Thrown(e);
            }
        }
    }

    /// <summary>Stands for a member whose getter throws.</summary>
    internal sealed class Thrown(Exception exception)
    {
        public override string ToString() => $"{exception.GetType().Name}: {exception.Message}";
    }
}

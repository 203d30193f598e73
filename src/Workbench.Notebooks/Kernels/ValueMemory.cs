using System.Collections;
using System.Reflection;

namespace Workbench.Notebooks.Kernels;

/// <summary>How much memory a value holds, where that can be told without walking through it: arrays, texts, tensors and collections of these.</summary>
internal static class ValueMemory
{
    /// <summary>So many items of a collection are looked at.</summary>
    private const int MostItems = 1000;

    /// <summary>Bytes of the elements; null when it cannot be told. No code of the value's type runs but getters of a tensor's size.</summary>
    public static long? Of(object? value) => value switch
    {
        string text => 2L * text.Length,
        Array array => OfArray(array),
        null => null,
        _ => OfTensor(value) ?? OfItems(value),
    };

    /// <summary>Bytes of a tensor: anything with <c>NumberOfElements</c> and <c>ElementSize</c>.</summary>
    public static long? OfTensor(object value)
    {
        try
        {
            return Number(value, "NumberOfElements") * Number(value, "ElementSize");
        }
        catch (TargetInvocationException)
        {
            // Disposed.
            return 0;
        }
    }

    /// <summary>True for anything with <c>NumberOfElements</c> and <c>ElementSize</c>.</summary>
    public static bool IsTensor(object value) => Property(value, "NumberOfElements") is not null && Property(value, "ElementSize") is not null;

    private static long? OfArray(Array array)
    {
        var element = array.GetType().GetElementType()!;
        if (element.IsPrimitive || element == typeof(decimal) || element.IsEnum)
            return array.LongLength * (element.IsPrimitive ? Buffer.ByteLength(array) / Math.Max(1, array.LongLength) : element.IsEnum ? System.Runtime.InteropServices.Marshal.SizeOf(Enum.GetUnderlyingType(element)) : sizeof(decimal));
        return OfItems(array);
    }

    private static long? OfItems(object value)
    {
        // Only collections of the framework: enumerating others runs their code.
        if (value is not ICollection collection || !(value is Array || ValuePreview.IsFramework(value)) || collection.Count > MostItems)
            return null;
        long? sum = null;
        foreach (var item in collection is IDictionary dictionary ? dictionary.Values : collection)
        {
            var bytes = item is string or Array || item is not null && IsTensor(item) ? Of(item) : null;
            if (bytes is not null)
                sum = (sum ?? 0) + bytes;
        }
        return sum;
    }

    private static long? Number(object value, string name) =>
        Property(value, name)?.GetValue(value) switch { long number => number, int number => number, _ => null };

    private static PropertyInfo? Property(object value, string name)
    {
        try
        {
            return value.GetType().GetProperty(name, BindingFlags.Public | BindingFlags.Instance) is { CanRead: true } property && property.GetIndexParameters().Length == 0 ? property : null;
        }
        catch (AmbiguousMatchException)
        {
            return null;
        }
    }
}

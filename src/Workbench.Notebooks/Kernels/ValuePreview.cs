using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.DotNet.Interactive.Formatting;

namespace Workbench.Notebooks.Kernels;

/// <summary>A value in few words, without running code of its type: a list of variables must not compute.</summary>
internal static class ValuePreview
{
    private const int MostLetters = 60;
    private const int MostItems = 5;

    public static string Of(object? value) => value switch
    {
        null => Formatter.NullString,
        string text => Quoted(text),
        char letter => $"'{letter}'",
        bool or byte or sbyte or short or ushort or int or uint or long or ulong or nint or nuint or float or double or decimal or Half or Int128 or UInt128
            or DateTime or DateTimeOffset or TimeSpan or DateOnly or TimeOnly or Guid or Enum or System.Numerics.Complex
            => Cut(Convert.ToString(value, CultureInfo.InvariantCulture)!),
        System.Numerics.BigInteger number => number.GetBitLength() > 200 ? $"an integer of {number.GetBitLength()} bits" : number.ToString(CultureInfo.InvariantCulture),
        Type type => CSharpTypeName.Of(type),
        Delegate => "a function",
        Array array => OfArray(array),
        ITuple tuple when value.GetType().FullName!.StartsWith("System.", StringComparison.Ordinal) => OfTuple(tuple),
        Exception error => $"{error.GetType().Name}: {Cut(error.Message)}",
        ICollection collection when IsFramework(value) => $"{collection.Count} {(collection.Count == 1 ? "item" : "items")}",
        _ when ValueMemory.IsTensor(value) => OfTensor(value),
        _ => $"({CSharpTypeName.Of(value.GetType())})",
    };

    private static string OfArray(Array array)
    {
        var element = array.GetType().GetElementType()!;
        var name = CSharpTypeName.Of(element);
        var shape = $"{name}[{string.Join(", ", Enumerable.Range(0, array.Rank).Select(array.GetLength))}]";
        if (array.Rank > 1 || array.Length == 0 || !(element.IsPrimitive || element == typeof(string)))
            return shape;
        var items = array.Cast<object?>().Take(MostItems).Select(Of);
        return Cut($"{shape} {{ {string.Join(", ", items)}{(array.Length > MostItems ? ", …" : "")} }}");
    }

    private static string OfTuple(ITuple tuple) => Cut($"({string.Join(", ", Enumerable.Range(0, tuple.Length).Select(i => Of(tuple[i])))})");

    private static string OfTensor(object tensor)
    {
        try
        {
            var shape = Read(tensor, "shape") is long[] sizes ? $"[{string.Join(", ", sizes)}]" : "";
            // The types of a tensor library, whose texts are names.
            string[] facts = [shape, .. new[] { "dtype", "device" }.Select(name => Read(tensor, name)?.ToString() ?? "")];
            return Cut(string.Join(' ', facts.Where(fact => fact.Length > 0)));
        }
        catch (TargetInvocationException)
        {
            return "disposed";
        }
    }

    private static object? Read(object value, string property) => value.GetType().GetProperty(property, BindingFlags.Public | BindingFlags.Instance)?.GetValue(value);

    /// <summary>True when the value's type is one of the framework's own.</summary>
    public static bool IsFramework(object value) => value.GetType().Assembly.GetName().Name?.StartsWith("System.", StringComparison.Ordinal) == true;

    private static string Quoted(string text)
    {
        var start = text.Length > MostLetters ? text[..MostLetters] : text;
        var shown = start.Replace("\\", "\\\\").Replace("\r", "\\r").Replace("\n", "\\n").Replace("\t", "\\t").Replace("\"", "\\\"");
        return text.Length > MostLetters ? $"\"{shown}…\" ({text.Length} letters)" : $"\"{shown}\"";
    }

    private static string Cut(string text) => text.Length > 2 * MostLetters ? text[..(2 * MostLetters)] + "…" : text;
}

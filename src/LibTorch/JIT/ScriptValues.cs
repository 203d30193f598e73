using System.Collections;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using TorchSharp.Native;

namespace TorchSharp.JIT;

/// <summary>The arguments of a TorchScript call as native values, in memory that lives as long as this object.</summary>
internal sealed unsafe class ScriptArguments : IDisposable
{
    private readonly List<nint> blocks = [];

    /// <summary>A tensor, number, text, device, tuple, dictionary or list as TorchScript's value; lists and tuples may hold any of these.</summary>
    /// <exception cref="NotImplementedException">TorchScript has no such value.</exception>
    public Value Of(object? value) => value switch
    {
        null => Value.None,
        torch.Tensor tensor => Value.Of(tensor, "tensor"),
        Scalar number => number.IsComplex ? Value.Of(number, (double*)Block(16)) : Value.RealScalar(number),
        Complex number => Of((Scalar)number),
        bool flag => Value.Bool(flag),
        sbyte or byte or short or ushort or int or uint or long => Value.Int(Convert.ToInt64(value)),
        Half number => Value.Double((double)number),
        float or double => Value.Double(Convert.ToDouble(value)),
        string text => Text(text),
        torch.Device device => Value.Of(device),
        torch.ScalarType type => Value.Int((long)type),
        ITuple tuple => Many(Tag.Tuple, Enumerable.Range(0, tuple.Length).Select(i => tuple[i]).ToArray()),
        IDictionary dictionary => Many(Tag.Dict, dictionary.Cast<object>().SelectMany(Entry).ToArray()),
        IEnumerable list => Many(Tag.List, list.Cast<object?>().ToArray()),
        _ => throw new NotImplementedException($"Passing arguments of type {value.GetType().Name} to TorchScript."),
    };

    public Value* All(object?[] values)
    {
        var items = (Value*)Block(values.Length * sizeof(Value));
        for (int i = 0; i < values.Length; i++) items[i] = Of(values[i]);
        return items;
    }

    private Value Many(Tag tag, object?[] items) =>
        new() { Tag = tag, N = tag == Tag.Dict ? items.Length / 2 : items.Length, P = All(items) };

    // What IDictionary enumerates depends on how it is cast: entries of its own, or key-value pairs.
    private static object?[] Entry(object entry)
    {
        if (entry is DictionaryEntry plain) return [plain.Key, plain.Value];
        var type = entry.GetType();
        return [type.GetProperty("Key")!.GetValue(entry), type.GetProperty("Value")!.GetValue(entry)];
    }

    private Value Text(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var copy = (byte*)Block(bytes.Length);
        bytes.CopyTo(new Span<byte>(copy, bytes.Length));
        return Value.String(copy, bytes.Length);
    }

    private nint Block(int bytes)
    {
        var block = (nint)NativeMemory.Alloc((nuint)bytes + 1);
        blocks.Add(block);
        return block;
    }

    public void Dispose()
    {
        foreach (var block in blocks) NativeMemory.Free((void*)block);
        blocks.Clear();
    }
}

/// <summary>What TorchScript returned as .NET values, and as the type that the caller asked for.</summary>
internal static unsafe class ScriptResults
{
    /// <summary>
    /// A tensor, a <see cref="Scalar"/>, a text, a device or null; an array for a list, typed when all items are tensors, numbers or
    /// texts; a tuple of up to five, an array for a longer one; a dictionary by text or by object.
    /// </summary>
    public static object? Take(in Result result)
    {
        switch (result.Tag)
        {
            case Tag.None: return null;
            case Tag.Tensor: return Handles.Take(result);
            case Tag.TensorList: return Handles.TakeList(result);
            case Tag.Device: return new torch.Device((DeviceType)result.N, (int)result.I);
            case Tag.String:
                var text = Encoding.UTF8.GetString((byte*)result.P, result.N);
                Api.wb_free(result.P);
                return text;
            case Tag.List: return Typed(Items(result, result.N));
            case Tag.Tuple:
                return Typed(Items(result, result.N)) switch
                {
                    torch.Tensor[] tensors => Tuple(tensors),
                    Scalar[] numbers => Tuple(numbers),
                    var others => Tuple((object?[])others),
                };
            case Tag.Dict:
                var flat = Items(result, 2 * result.N);
                var entries = flat.Chunk(2).ToArray();
                if (!entries.All(entry => entry[0] is string)) return entries.ToDictionary(entry => entry[0]!, entry => entry[1]);
                if (!entries.All(entry => entry[1] is torch.Tensor)) return entries.ToDictionary(entry => (string)entry[0]!, entry => entry[1]);
                return entries.ToDictionary(entry => (string)entry[0]!, entry => (torch.Tensor)entry[1]!);
            default: return Handles.TakeScalar(result);
        }
    }

    /// <summary>The value as <typeparamref name="TResult"/>: itself, a number for a scalar, a tuple or array of such things.</summary>
    /// <exception cref="InvalidCastException">It is something else.</exception>
    public static TResult As<TResult>(object? value, string function) => Adapt(value, typeof(TResult)) switch
    {
        TResult result => result,
        null when default(TResult) is null => default!,
        _ => throw new InvalidCastException($"TorchScript's '{function}' returned {Describe(value)}, which is not a {typeof(TResult)}."),
    };

    private static object?[] Items(in Result result, int count)
    {
        var items = new object?[count];
        for (int i = 0; i < count; i++) items[i] = Take(((Result*)result.P)[i]);
        Api.wb_free(result.P);
        return items;
    }

    private static Array Typed(object?[] items)
    {
        if (items.All(item => item is Scalar)) return items.Cast<Scalar>().ToArray();
        if (items.All(item => item is torch.Tensor)) return items.Cast<torch.Tensor>().ToArray();
        return items.All(item => item is string) ? items.Cast<string>().ToArray() : items;
    }

    private static object? Tuple<T>(T[] items) => items.Length switch
    {
        1 => items[0],
        2 => (items[0], items[1]),
        3 => (items[0], items[1], items[2]),
        4 => (items[0], items[1], items[2], items[3]),
        5 => (items[0], items[1], items[2], items[3], items[4]),
        _ => items,
    };

    private static object? Adapt(object? value, Type wanted)
    {
        if (value is null || wanted.IsInstanceOfType(value)) return value;
        if (value is Scalar number) return Number(number, wanted);
        var items = value is ITuple tuple ? Enumerable.Range(0, tuple.Length).Select(i => tuple[i]).ToArray()
            : (value as Array)?.Cast<object?>().ToArray();
        if (items is null) return value;
        if (wanted.IsArray && value is Array)
        {
            var element = wanted.GetElementType()!;
            var array = Array.CreateInstance(element, items.Length);
            for (int i = 0; i < items.Length; i++) array.SetValue(Adapt(items[i], element), i);
            return array;
        }
        var parts = wanted.GenericTypeArguments;
        if (!typeof(ITuple).IsAssignableFrom(wanted) || parts.Length != items.Length || parts.Length > 7) return value;
        for (int i = 0; i < items.Length; i++)
        {
            items[i] = Adapt(items[i], parts[i]);
            if (items[i] is null ? parts[i].IsValueType : !parts[i].IsInstanceOfType(items[i])) return value;
        }
        return Activator.CreateInstance(wanted, items);
    }

    private static object Number(Scalar number, Type wanted) => Type.GetTypeCode(wanted) switch
    {
        TypeCode.Boolean when number.Type == torch.ScalarType.Bool => (object)number.ToBoolean(),
        TypeCode.Int32 when number.Type == torch.ScalarType.Int64 => (object)checked((int)number.ToInt64()),
        TypeCode.Int64 when number.Type == torch.ScalarType.Int64 => (object)number.ToInt64(),
        TypeCode.Single when !number.IsComplex => (object)number.ToSingle(),
        TypeCode.Double when !number.IsComplex => (object)number.ToDouble(),
        _ => number,
    };

    private static string Describe(object? value) => value switch
    {
        null => "None",
        Scalar number => $"the number {number}",
        torch.Tensor => "a tensor",
        _ => $"a {value.GetType()}",
    };
}

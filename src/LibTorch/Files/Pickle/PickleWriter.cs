using System.Buffers.Binary;
using System.Collections;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Text;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Files;

/// <summary>
/// Writes an object graph as a pickle of protocol 2, with the names that PyTorch's own restricted reader (weights_only) knows.
/// Tensors become references to storages, which the caller writes.
/// </summary>
internal sealed class PickleWriter(Stream stream, Func<Tensor, (string key, long elements, long offset)> storage)
{
    private const int MaxDepth = 256;

    private readonly Dictionary<string, int> texts = [];
    private readonly Dictionary<object, int> objects = new(ReferenceEqualityComparer.Instance);
    private int memo, depth;

    public void Write(object? value)
    {
        stream.Write([0x80, 2]);
        Put(value);
        stream.WriteByte((byte)'.');
    }

    private void Put(object? value)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        if (++depth > MaxDepth) throw new NotSupportedException($"The object is nested more than {MaxDepth} deep, or in itself.");
        switch (value)
        {
            case null: Op('N'); break;
            case bool flag: Op(flag ? '\x88' : '\x89'); break;
            case sbyte or byte or short or ushort or int or uint or long: PutInteger(Convert.ToInt64(value)); break;
            case ulong or BigInteger: PutLarge(value is ulong u ? u : (BigInteger)value); break;
            case float or double or Half: PutDouble(value is Half h ? (double)h : Convert.ToDouble(value)); break;
            case string text: PutText(text); break;
            case ScalarType dtype: Global("torch", NameOf(dtype)); break;
            case Scalar scalar when scalar.IsFloat: PutDouble(scalar.ToDouble()); break;
            case Tensor or IDictionary or IDictionary<object, object?> or IEnumerable or ITuple: PutShared(value); break;
            default: throw new NotSupportedException($"An object of {value.GetType()} cannot be saved: tensors, numbers, strings and containers can.");
        }
        depth--;
    }

    // What Python's reader may meet twice and should get as one object.
    private void PutShared(object value)
    {
        if (objects.TryGetValue(value, out var known))
        {
            Recall(known);
            return;
        }
        switch (value)
        {
            case Parameter parameter: PutParameter(parameter); break;
            case Tensor tensor: PutTensor(tensor, tensor.requires_grad); break;
            case IDictionary dictionary: PutDictionary(dictionary, value); return;
            case object?[] tuple: PutTuple(tuple); break;
            case byte[] bytes: PutBytes(bytes); break;
            case HashSet<object?> set: PutSet(set); break;
            case ITuple tuple: PutTuple([.. Enumerable.Range(0, tuple.Length).Select(i => tuple[i])]); break;
            case IEnumerable list: PutList(list, value); return;
        }
        Remember(value);
    }

    private void PutDictionary(IDictionary dictionary, object value)
    {
        // State dictionaries are OrderedDicts in Python.
        if (value is Dictionary<string, Tensor>)
        {
            Global("collections", "OrderedDict");
            Op(')');
            Op('R');
        }
        else Op('}');
        Remember(value);
        Op('(');
        foreach (DictionaryEntry entry in dictionary)
        {
            Put(entry.Key);
            Put(entry.Value);
        }
        Op('u');
    }

    private void PutList(IEnumerable list, object value)
    {
        Op(']');
        Remember(value);
        Op('(');
        foreach (var item in list) Put(item);
        Op('e');
    }

    // Protocol 2 has no bytes and no sets: they are made by functions, as Python itself writes them.
    private void PutBytes(byte[] bytes)
    {
        Global("_codecs", "encode");
        PutText(Encoding.Latin1.GetString(bytes));
        PutText("latin1");
        Op('\x86');
        Op('R');
    }

    private void PutSet(HashSet<object?> set)
    {
        Global("__builtin__", "set");
        PutTuple([set.ToList()]);
        Op('R');
    }

    private void PutTuple(object?[] items)
    {
        if (items.Length == 0)
        {
            Op(')');
            return;
        }
        if (items.Length > 3) Op('(');
        foreach (var item in items) Put(item);
        Op(items.Length > 3 ? 't' : (char)(0x84 + items.Length));
    }

    private void PutParameter(Parameter parameter)
    {
        Global("torch._utils", "_rebuild_parameter");
        PutTensor(parameter, false);
        Op(parameter.requires_grad ? '\x88' : '\x89');
        PutHooks();
        Op('\x87');
        Op('R');
    }

    private void PutTensor(Tensor tensor, bool requiresGrad)
    {
        var (key, elements, offset) = storage(tensor);
        Global("torch._utils", "_rebuild_tensor_v2");
        Op('(');
        Op('(');
        PutText("storage");
        Global("torch", PickleGlobals.Types.First(t => t.dtype == tensor.dtype).storage + "Storage");
        PutText(key);
        PutText("cpu");
        PutInteger(elements);
        Op('t');
        Op('Q');
        PutInteger(offset);
        PutTuple(Array.ConvertAll(tensor.shape, n => (object?)n));
        PutTuple(Array.ConvertAll(tensor.stride(), n => (object?)n));
        Op(requiresGrad ? '\x88' : '\x89');
        PutHooks();
        Op('t');
        Op('R');
    }

    private void PutHooks()
    {
        Global("collections", "OrderedDict");
        Op(')');
        Op('R');
    }

    private static string NameOf(ScalarType dtype)
    {
        foreach (var (_, type, names) in PickleGlobals.Types)
            if (type == dtype) return names.Split(' ')[0];
        throw new NotSupportedException($"The element type {dtype} cannot be saved.");
    }

    private void PutInteger(long value)
    {
        if (value is >= 0 and < 256) stream.Write([(byte)'K', (byte)value]);
        else if (value is >= int.MinValue and <= int.MaxValue)
        {
            Op('J');
            PutInt32((int)value);
        }
        else PutLarge(value);
    }

    private void PutLarge(BigInteger value)
    {
        var bytes = value.ToByteArray();
        if (bytes.Length > 255) throw new NotSupportedException("Integers of more than 255 bytes cannot be saved.");
        stream.Write([0x8a, (byte)bytes.Length]);
        stream.Write(bytes);
    }

    private void PutDouble(double value)
    {
        Span<byte> bytes = stackalloc byte[9];
        bytes[0] = (byte)'G';
        BinaryPrimitives.WriteDoubleBigEndian(bytes[1..], value);
        stream.Write(bytes);
    }

    private void PutText(string text)
    {
        if (texts.TryGetValue(text, out var known))
        {
            Recall(known);
            return;
        }
        var bytes = Encoding.UTF8.GetBytes(text);
        Op('X');
        PutInt32(bytes.Length);
        stream.Write(bytes);
        texts[text] = Memoize();
    }

    private void Global(string module, string name)
    {
        var line = $"c{module}\n{name}\n";
        if (texts.TryGetValue(line, out var known))
        {
            Recall(known);
            return;
        }
        stream.Write(Encoding.ASCII.GetBytes(line));
        texts[line] = Memoize();
    }

    private void Remember(object value) => objects[value] = Memoize();

    private int Memoize()
    {
        if (memo < 256) stream.Write([(byte)'q', (byte)memo]);
        else
        {
            Op('r');
            PutInt32(memo);
        }
        return memo++;
    }

    private void Recall(int place)
    {
        if (place < 256) stream.Write([(byte)'h', (byte)place]);
        else
        {
            Op('j');
            PutInt32(place);
        }
    }

    private void PutInt32(int value)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        stream.Write(bytes);
    }

    private void Op(char code) => stream.WriteByte((byte)code);
}

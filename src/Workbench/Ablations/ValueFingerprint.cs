using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TorchSharp;

namespace Workbench.Ablations;

/// <summary>
/// The part of a fingerprint that is made of values: numbers, texts, collections, tensors and objects made of those. Of the compiler's
/// holders of captured variables only the fields count that the code reads.
/// </summary>
internal sealed class ValueFingerprint(CodeFingerprint code)
{
    private const int MostDepth = 64;
    private const BindingFlags Fields = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    private readonly Dictionary<object, int> _seen = new(ReferenceEqualityComparer.Instance);
    private readonly List<object> _scopes = [];
    private readonly List<FieldInfo> _read = [];
    private int _depth;

    /// <summary>The first value that cannot be hashed; null when all can.</summary>
    public string? Unknown { get; private set; }

    /// <summary>The code reads this field.</summary>
    public void Read(FieldInfo field)
    {
        // What the compiler caches (a static lambda's delegate) is no value of the user's.
        if (!field.Name.StartsWith("<>9", StringComparison.Ordinal) && !_read.Contains(field)) _read.Add(field);
    }

    /// <summary>Adds the read fields of all holders; reading one may lead to further code, which reads further fields.</summary>
    public void Finish()
    {
        for (var i = 0; i < _read.Count; i++)
        {
            var field = _read[i];
            if (field.IsStatic)
            {
                if (!field.IsLiteral) Add(field.GetValue(null), field.Name);
                continue;
            }

            if (!CodeFingerprint.IsScope(field.DeclaringType!)) continue;
            for (var k = 0; k < _scopes.Count; k++)
            {
                if (field.DeclaringType!.IsInstanceOfType(_scopes[k])) Add(field.GetValue(_scopes[k]), field.Name);
            }
        }
    }

    /// <summary>Adds a value.</summary>
    /// <param name="value">The value.</param>
    /// <param name="name">What it is called, for the message when it cannot be hashed.</param>
    public void Add(object? value, string name)
    {
        if (Unknown is not null) return;
        if (value is null)
        {
            code.Text("null");
            return;
        }

        var type = value.GetType();
        if (!type.IsValueType && !_seen.TryAdd(value, _seen.Count))
        {
            code.Text($"again {_seen[value]}");
            return;
        }

        if (++_depth > MostDepth) Unknown = $"'{name}', which is nested too deeply";
        else Content(value, type, name);
        _depth--;
    }

    private void Content(object value, Type type, string name)
    {
        if (CodeFingerprint.IsScope(type))
        {
            // Fields that code read before this holder was found count as well.
            _scopes.Add(value);
            foreach (var field in _read.Where(f => f.DeclaringType == type && !f.IsStatic).ToArray()) Add(field.GetValue(value), field.Name);
            return;
        }

        code.Mention(type);
        switch (value)
        {
            case string text: code.Text(text); break;
            case double or float or Half: code.Text(((IFormattable)value).ToString("R", CultureInfo.InvariantCulture)); break;
            case bool or char or Enum: code.Text(value.ToString()!); break;
            case IFormattable plain when type.IsPrimitive && value is not (nint or nuint) || value is decimal or DateTime or TimeSpan or Guid or System.Numerics.Complex or Version:
                code.Text(((IFormattable)value).ToString(null, CultureInfo.InvariantCulture));
                break;
            case Type named: code.Mention(named); break;
            case Delegate function: Function(function, name); break;
            case torch.Tensor tensor: Tensor(tensor, name); break;
            case torch.nn.Module module: Parameters(module, name); break;
            // The GPUs of a machine give the same numbers: runs on one go on on another.
            case torch.Device device: code.Text(device.type.ToString()); break;
            // What an experiment says of a run is in the key already; a progress line changes nothing that is measured.
            case Papers.Experiment experiment: code.Text($"{experiment.Card.Slug} {experiment.Protocol} {experiment.Device}"); break;
            case Training.Progress: break;
            case torch.Generator: Unknown = Cannot(name, type); break;
            case Array { Rank: 1 } array when type.GetElementType()!.IsPrimitive: code.Bytes(Raw(array)); break;
            case ICollection or ITuple when type.Namespace?.StartsWith("System", StringComparison.Ordinal) == true: Items(value, name); break;
            default: Object(value, type, name); break;
        }
    }

    private void Function(Delegate function, string name)
    {
        foreach (var part in function.GetInvocationList())
        {
            code.Method(part.Method);
            Add(part.Target, name);
        }
    }

    private void Items(object value, string name)
    {
        if (value is ITuple tuple)
        {
            for (var i = 0; i < tuple.Length; i++) Add(tuple[i], name);
            return;
        }

        if (value is Array array)
            code.Text(string.Join("x", Enumerable.Range(0, array.Rank).Select(array.GetLength)));
        foreach (var item in (ICollection)value)
        {
            if (item is DictionaryEntry entry)
            {
                Add(entry.Key, name);
                Add(entry.Value, name);
            }
            else
            {
                Add(item, name);
            }
        }
    }

    private void Tensor(torch.Tensor tensor, string name)
    {
        if (tensor.is_sparse || tensor.IsInvalid)
        {
            Unknown = Cannot(name, typeof(torch.Tensor));
            return;
        }

        code.Text($"{tensor.dtype} {string.Join("x", tensor.shape)} {tensor.device_type}");
        using var host = tensor.detach().cpu().contiguous();
        if (host.numel() > 0) code.Bytes(host.bytes);
    }

    private void Parameters(torch.nn.Module module, string name)
    {
        code.Text(module.GetName());
        foreach (var (key, tensor) in module.state_dict())
        {
            code.Text(key);
            Tensor(tensor, name);
        }
    }

    private void Object(object value, Type type, string name)
    {
        // Objects of the runtime hold threads, handles and caches; values and records of the user's and of libraries hold what they say.
        var system = type.Namespace?.StartsWith("System", StringComparison.Ordinal) == true;
        if ((system && !type.IsValueType) || value is nint or nuint or SafeHandle || type.IsPointer)
        {
            Unknown = Cannot(name, type);
            return;
        }

        for (var declared = type; declared is not null && declared != typeof(object) && declared != typeof(ValueType); declared = declared.BaseType)
        {
            foreach (var field in declared.GetFields(Fields).OrderBy(f => f.MetadataToken))
            {
                code.Text(field.Name);
                Add(field.GetValue(value), name);
            }
        }
    }

    private static ReadOnlySpan<byte> Raw(Array array) =>
        MemoryMarshal.CreateReadOnlySpan(ref MemoryMarshal.GetArrayDataReference(array), Buffer.ByteLength(array));

    private static string Cannot(string name, Type type) => $"'{name}' ({type.Name})";
}

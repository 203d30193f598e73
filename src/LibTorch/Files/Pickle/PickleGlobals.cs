using System.Numerics;
using System.Text;
using static TorchSharp.torch;

namespace TorchSharp.Files;

/// <summary>A name of Python that a pickle may use, and what it makes of its arguments here.</summary>
internal sealed record PickleFunction(string Name, Func<object?[], object?> Call);

/// <summary>The type of a storage: its name and, except for untyped ones, its elements' type.</summary>
internal sealed record StorageType(string Name, ScalarType? Dtype);

/// <summary>An object of a TorchScript archive: its fields by name.</summary>
internal sealed class ScriptObject
{
    public OrderedDictionary<object, object?> Fields { get; set; } = [];
}

/// <summary>
/// The names that pickles of weights use, and nothing else: whatever is not listed here is refused by name. Copies that a
/// pickle asks for are charged, so that a small file cannot make a large heap.
/// </summary>
internal sealed class PickleGlobals
{
    private const long MaxCopied = 1L << 28;

    private readonly Dictionary<string, object> names = [];
    private long copied;

    public PickleGlobals(TensorBuilder tensors)
    {
        AddPython();
        AddTorchTypes();
        tensors.AddTo(Add);
        new NumpyGlobals(tensors, Charge).AddTo(Add);
    }

    /// <summary>What a name stands for.</summary>
    /// <exception cref="NotSupportedException">The name is not on the list.</exception>
    public object Find(string module, string name)
    {
        if (names.TryGetValue($"{module}.{name}", out var known)) return known;
        if (module.StartsWith("__torch__", StringComparison.Ordinal)) return new PickleFunction(name, static _ => new ScriptObject());
        throw new NotSupportedException($"refused: {module}.{name} is not among the names that files of weights may use " +
            "(nothing was run); save a state_dict, that is tensors, numbers, strings and containers.");
    }

    public object? Call(object? function, object?[] arguments) => function is PickleFunction known ? known.Call(arguments)
        : throw new InvalidDataException($"The pickle calls {function ?? "None"}, which is not a function.");

    /// <summary>What BUILD does: attributes of containers are dropped, numpy arrays and script objects are filled.</summary>
    public object? SetState(object? target, object? state)
    {
        switch (target)
        {
            case OrderedDictionary<object, object?> or Tensor or null: return target;
            case ScriptObject script when state is OrderedDictionary<object, object?> fields: script.Fields = fields; return script;
            case NumpyType type: type.SetState(state); return type;
            case NumpyArray array: return array.Fill(state);
            default: throw new NotSupportedException($"refused: setting the state of {target?.GetType().Name ?? "None"}.");
        }
    }

    private void Add(string name, Func<object?[], object?> call) => names[name] = new PickleFunction(name, call);

    private void AddPython()
    {
        Add("collections.OrderedDict", Dictionary);
        // The factory of a defaultdict is dropped: what is there is what was stored.
        Add("collections.defaultdict", _ => new OrderedDictionary<object, object?>());
        Add("collections.Counter", Dictionary);
        Add("_codecs.encode", a => a is [string text, string coding, ..] && coding is "latin1" or "latin-1"
            ? Latin1((string)a[0]!) : throw new NotSupportedException("refused: an encoding other than latin1."));
        foreach (var module in new[] { "builtins", "__builtin__" })
        {
            Add($"{module}.set", a => new HashSet<object?>(Items(a)));
            Add($"{module}.frozenset", a => new HashSet<object?>(Items(a)));
            Add($"{module}.list", a => Items(a).ToList());
            Add($"{module}.tuple", a => Items(a).ToArray());
            Add($"{module}.dict", Dictionary);
            Add($"{module}.complex", a => new Complex(Convert.ToDouble(a[0]), a.Length > 1 ? Convert.ToDouble(a[1]) : 0));
            Add($"{module}.bytearray", a => a is [byte[] bytes, ..] ? Charge(bytes.Length, bytes) : a is [string text, ..] ? Latin1(text) : Array.Empty<byte>());
            Add($"{module}.bytes", a => a is [byte[] bytes, ..] ? bytes : Array.Empty<byte>());
            Add($"{module}.int", a => a is [long n] ? n : 0L);
            Add($"{module}.float", a => a is [double n] ? n : 0.0);
        }
        object? Dictionary(object?[] arguments)
        {
            var made = new OrderedDictionary<object, object?>();
            // As protocol 2 writes an OrderedDict of Python 2: a list of pairs.
            foreach (var item in Items(arguments))
                if (item is object?[] { Length: 2 } pair || (item is List<object?> { Count: 2 } list && (pair = [.. list]).Length == 2))
                    made[pair[0]!] = pair[1];
                else throw new InvalidDataException("The items of a dict are pairs.");
            return made;
        }
    }

    private void AddTorchTypes()
    {
        Add("torch.Size", a => Items(a).Select(Convert.ToInt64).ToArray());
        Add("torch.device", a => new Device(string.Join(":", a.Select(Convert.ToString))));
        foreach (var name in new[] { "intlist", "doublelist", "boollist", "tensorlist" }) Add($"torch.jit._pickle.build_{name}", a => a[0]);
        foreach (var (storage, dtype, names) in Types)
        {
            this.names[$"torch.{storage}Storage"] = new StorageType(storage + "Storage", dtype);
            this.names[$"torch.cuda.{storage}Storage"] = new StorageType(storage + "Storage", dtype);
            foreach (var name in names.Split(' ')) this.names[$"torch.{name}"] = dtype;
        }
        foreach (var name in new[] { "torch.storage.UntypedStorage", "torch.UntypedStorage", "torch.storage._UntypedStorage" })
            names[name] = new StorageType("UntypedStorage", null);
        foreach (var name in new[] { "torch.Tensor", "torch._tensor.Tensor", "torch.nn.parameter.Parameter" })
            names[name] = new PickleFunction(name, a => a is [Tensor tensor, ..] ? tensor
                : throw new NotSupportedException($"refused: making a {name} of anything but a tensor."));
    }

    internal static readonly (string storage, ScalarType dtype, string names)[] Types =
    [
        ("Byte", ScalarType.Byte, "uint8"), ("Char", ScalarType.Int8, "int8"), ("Short", ScalarType.Int16, "int16 short"),
        ("Int", ScalarType.Int32, "int32 int"), ("Long", ScalarType.Int64, "int64 long"), ("Half", ScalarType.Float16, "float16 half"),
        ("Float", ScalarType.Float32, "float32 float"), ("Double", ScalarType.Float64, "float64 double"),
        ("ComplexFloat", ScalarType.ComplexFloat32, "complex64 cfloat"), ("ComplexDouble", ScalarType.ComplexFloat64, "complex128 cdouble"),
        ("Bool", ScalarType.Bool, "bool"), ("BFloat16", ScalarType.BFloat16, "bfloat16"),
    ];

    private byte[] Latin1(string text) => Charge(text.Length, Encoding.Latin1.GetBytes(text));

    // The elements of the one argument, if there is one.
    private IEnumerable<object?> Items(object?[] arguments)
    {
        IEnumerable<object?> items = arguments switch
        {
            [] => [],
            [IEnumerable<object?> sequence] => sequence,
            [OrderedDictionary<object, object?> dictionary] => dictionary.Select(pair => (object?)new object?[] { pair.Key, pair.Value }),
            _ => throw new InvalidDataException("A container is made of a sequence."),
        };
        return Charge(16L * items.Count(), items);
    }

    private T Charge<T>(long bytes, T value)
    {
        if ((copied += bytes) > MaxCopied) throw new NotSupportedException("refused: the pickle makes copies of its values without end.");
        return value;
    }

    private void Charge(long bytes) => Charge(bytes, 0);
}

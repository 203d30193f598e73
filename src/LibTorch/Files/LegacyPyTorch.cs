using System.Buffers.Binary;
using System.Numerics;
using static TorchSharp.torch;

namespace TorchSharp.Files;

/// <summary>
/// Reads what torch.save of PyTorch before 1.6 wrote: pickles (a magic number, the version, the machine, the object graph, the
/// keys of the storages) and behind them each storage's number of elements and bytes.
/// </summary>
internal static class LegacyPyTorch
{
    private static readonly BigInteger Magic = BigInteger.Parse("119547037146038801333356");

    /// <summary>The first bytes of such a file: a pickle of the magic number.</summary>
    public static readonly byte[] Start = [0x80, 2, 0x8a, 10, .. Magic.ToByteArray(), (byte)'.'];

    public static object? Read(Stream stream, TensorBuilder tensors)
    {
        object? Plain() => new PickleReader(stream, new PickleGlobals(new TensorBuilder())).Read();

        if (Plain() is not BigInteger magic || magic != Magic || Plain() is not 1001L)
            throw new InvalidDataException("Not a file of PyTorch: its magic number or version is another.");
        if (Plain() is OrderedDictionary<object, object?> machine && machine.TryGetValue("little_endian", out var little) && little is false)
            throw new NotSupportedException("The file is of a big-endian machine; only little-endian files are read.");

        // The elements come after the graph, so the graph is read twice: once to learn which storages there are.
        var start = stream.Position;
        var types = new Dictionary<string, ScalarType>();
        new PickleReader(stream, new PickleGlobals(new TensorBuilder()), id =>
        {
            var (type, key, count) = Parse(id);
            types[key] = type;
            return new AbsentStorage { Key = key, Dtype = type, Length = count };
        }).Read();
        var storages = Locate(stream, Plain(), types);
        var end = stream.Position;

        stream.Position = start;
        var result = new PickleReader(stream, new PickleGlobals(tensors), id =>
        {
            var (type, key, _) = Parse(id);
            return storages.TryGetValue(key, out var storage) && storage.Dtype == type ? storage
                : throw new InvalidDataException($"The file has no storage {key} of {type}.");
        }).Read();
        stream.Position = end;
        return result;
    }

    private static Dictionary<string, TensorStorage> Locate(Stream stream, object? keys, Dictionary<string, ScalarType> types)
    {
        if (keys is not List<object?> list) throw new InvalidDataException("The file has no list of its storages.");
        var result = new Dictionary<string, TensorStorage>();
        Span<byte> number = stackalloc byte[8];
        foreach (var item in list)
        {
            if (item is not string key || !types.TryGetValue(key, out var type))
                throw new InvalidDataException($"The file lists a storage {item ?? "None"} that no tensor uses.");
            stream.ReadExactly(number);
            var count = BinaryPrimitives.ReadInt64LittleEndian(number);
            var size = TensorBytes.SizeOf(type);
            if (count < 0 || count > (stream.Length - stream.Position) / size)
                throw new InvalidDataException($"Storage {key} announces {count} elements, {stream.Length - stream.Position} bytes are left.");
            if (!result.TryAdd(key, new TailStorage { Key = key, Dtype = type, Length = count * size, File = stream, Place = stream.Position }))
                throw new InvalidDataException($"The file lists the storage {key} twice.");
            stream.Position += count * size;
        }
        return result;
    }

    // ("storage", type, key, location, number of elements, view), where the view of old files is (key, offset, size) or None.
    private static (ScalarType type, string key, long count) Parse(object? id)
    {
        if (id is object?[] { Length: 6 } parts && parts[0] is "module")
            throw new NotSupportedException("refused: the file holds a whole module, which is Python code; save its state_dict.");
        if (id is not object?[] { Length: >= 5 } storage || storage[0] is not "storage" || storage[1] is not StorageType { Dtype: { } type }
            || storage[2] is not string key || storage[4] is not long count)
            throw new InvalidDataException("The pickle refers to something that is not a storage.");
        if (storage.Length > 5 && storage[5] is not null) throw new NotSupportedException($"Storage {key} is a view of another, as PyTorch before 0.4 wrote.");
        return (type, key, count);
    }

    private sealed class AbsentStorage : TensorStorage
    {
        public override Tensor? View(ScalarType dtype, long offset, long[] shape, long[] strides) => null;

        protected override Tensor Load(ReadOnlySpan<long> shape, ScalarType dtype) => throw new InvalidOperationException();
    }

    private sealed class TailStorage : TensorStorage
    {
        public required Stream File { get; init; }

        public required long Place { get; init; }

        protected override Tensor Load(ReadOnlySpan<long> shape, ScalarType dtype)
        {
            // The pickle is still being read from the same stream.
            var back = File.Position;
            File.Position = Place;
            var tensor = TensorBytes.Read(File, shape, dtype);
            File.Position = back;
            return tensor;
        }
    }
}

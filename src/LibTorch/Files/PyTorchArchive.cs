using System.IO.Compression;
using static TorchSharp.torch;

namespace TorchSharp.Files;

/// <summary>
/// Reads what torch.save of PyTorch 1.6 and later writes: a zip archive with the object graph as a pickle (data.pkl) and each
/// storage as a record (data/0, data/1 …). Storages arrive on the CPU, whatever device they were on.
/// </summary>
internal sealed class PyTorchArchive : IDisposable
{
    private const long MaxPickle = 1L << 28;

    private readonly ZipArchive archive;
    private readonly long fileLength;
    private readonly string folder;
    private readonly Dictionary<string, ZipArchiveEntry> entries = [];
    private readonly Dictionary<string, TensorStorage> storages = [];
    private long announced;

    private PyTorchArchive(Stream stream)
    {
        archive = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
        fileLength = stream.Length;
        foreach (var entry in archive.Entries)
            if (!entries.TryAdd(entry.FullName, entry)) throw new InvalidDataException($"The archive has {entry.FullName} twice.");
        var pickles = entries.Keys.Where(name => name.Split('/') is [_, "data.pkl"]).ToList();
        folder = pickles.Count == 1 ? pickles[0][..^"data.pkl".Length]
            : throw new InvalidDataException("A zip archive, but not PyTorch's: it has no data.pkl in its one folder.");
    }

    /// <summary>The object that was saved, and every tensor in it.</summary>
    public static object? Read(Stream stream, TensorBuilder tensors)
    {
        using var file = new PyTorchArchive(stream);
        file.CheckByteOrder();
        using var pickle = new MemoryStream(file.Content("data.pkl", MaxPickle));
        return new PickleReader(pickle, new PickleGlobals(tensors), file.Storage).Read();
    }

    private void CheckByteOrder()
    {
        if (!entries.ContainsKey(folder + "byteorder")) return;
        var order = System.Text.Encoding.ASCII.GetString(Content("byteorder", 16));
        if (order != "little") throw new NotSupportedException($"The file's byte order is '{order}'; only little-endian files are read.");
    }

    // A persistent id: ("storage", type, key, location, number of elements).
    private TensorStorage Storage(object? id)
    {
        if (id is not object?[] { Length: >= 5 } parts || parts[0] is not "storage" || parts[1] is not StorageType type || parts[2] is not string key
            || parts[4] is not long count)
            throw new InvalidDataException("The pickle refers to something that is not a storage.");
        if (storages.TryGetValue(key, out var known))
        {
            if (known.Dtype != type.Dtype) throw new NotSupportedException($"Storage {key} is there with two element types.");
            return known;
        }
        var entry = Entry("data/" + key);
        var size = type.Dtype is { } dtype ? TensorBytes.SizeOf(dtype) : 1;
        if (count < 0 || (Int128)count * size > entry.Length)
            throw new InvalidDataException($"Storage {key} has {entry.Length} bytes, {count} elements of {size} announced.");
        if ((announced += entry.Length) > fileLength) throw new InvalidDataException("The archive's records overlap.");
        return storages[key] = new RecordStorage { Key = key, Dtype = type.Dtype, Length = count * size, Record = entry };
    }

    private ZipArchiveEntry Entry(string name)
    {
        if (!entries.TryGetValue(folder + name, out var entry)) throw new InvalidDataException($"The archive has no record {name}.");
        if (entry.Length > fileLength || entry.CompressedLength > fileLength) throw new InvalidDataException($"The record {name} is longer than the file.");
        if (entry.Length != entry.CompressedLength)
            throw new NotSupportedException($"The record {name} is compressed; PyTorch stores records as they are.");
        return entry;
    }

    private byte[] Content(string name, long most)
    {
        var entry = Entry(name);
        if (entry.Length > most) throw new NotSupportedException($"refused: the record {name} has {entry.Length} bytes, at most {most} are read.");
        var content = new byte[entry.Length];
        using var stream = entry.Open();
        stream.ReadExactly(content);
        return content;
    }

    public void Dispose() => archive.Dispose();

    private sealed class RecordStorage : TensorStorage
    {
        public required ZipArchiveEntry Record { get; init; }

        protected override Tensor Load(ReadOnlySpan<long> shape, ScalarType dtype)
        {
            using var stream = Record.Open();
            return TensorBytes.Read(stream, shape, dtype);
        }
    }
}

using System.Text;
using static TorchSharp.torch;

namespace TorchSharp.Files;

/// <summary>
/// Writes an object graph as torch.save of PyTorch does (since 1.6): readable by torch.load, also with weights_only. Tensors that
/// share memory share a record, of which only the part that they use is written. Tensors of other devices are written as CPU ones.
/// </summary>
internal static class PyTorchWriter
{
    public static void Write(Stream stream, object? value)
    {
        using var scope = NewDisposeScope();
        using var guard = no_grad();
        var storages = new Storages();
        // The first pass finds how much of each storage is used, the second writes the pickle with that.
        new PickleWriter(Stream.Null, storages.Place).Write(value);
        using var pickle = new MemoryStream();
        new PickleWriter(pickle, storages.Place).Write(value);

        if (stream.CanSeek) WriteArchive(stream, pickle, storages);
        else
        {
            // Checksums are filled in after the data.
            using var staging = new MemoryStream();
            WriteArchive(staging, pickle, storages);
            staging.WriteTo(stream);
        }
    }

    private static void WriteArchive(Stream stream, MemoryStream pickle, Storages storages)
    {
        using var archive = new StoredZipWriter(stream, "archive");
        archive.Add("data.pkl", pickle.Length, pickle.WriteTo);
        archive.Add("byteorder", Encoding.ASCII.GetBytes("little"));
        foreach (var record in storages.All)
        {
            var size = TensorBytes.SizeOf(record.Tensor.dtype);
            // Bytes before the tensor's first element belong to the record too.
            archive.Add($"data/{record.Key}", record.Elements * size,
                s => TensorBytes.Write(s, record.Tensor, -record.Tensor.storage_offset() * size, record.Elements * size));
        }
        archive.Add("version", Encoding.ASCII.GetBytes("3\n"));
    }

    private sealed class Record(string key, Tensor tensor)
    {
        public string Key => key;

        public Tensor Tensor => tensor;

        /// <summary>From the storage's start to the last element that a tensor uses.</summary>
        public long Elements { get; set; }
    }

    private sealed class Storages
    {
        private readonly Dictionary<(nint start, ScalarType dtype), Record> byPlace = [];
        private readonly Dictionary<Tensor, (Record record, long offset)> known = new(ReferenceEqualityComparer.Instance);

        public List<Record> All { get; } = [];

        public unsafe (string key, long elements, long offset) Place(Tensor tensor)
        {
            if (!known.TryGetValue(tensor, out var place)) known[tensor] = place = Find(tensor);
            return (place.record.Key, place.record.Elements, place.offset);
        }

        private unsafe (Record, long) Find(Tensor tensor)
        {
            var plain = TensorBytes.Plain(tensor);
            // The strides that are written are those of the tensor itself; moving or resolving may have changed them.
            var strides = tensor.stride();
            if (!plain.stride().AsSpan().SequenceEqual(strides)) plain = Restride(plain, tensor.shape, strides);
            var offset = plain.storage_offset();
            var data = (nint)plain.DataPointer();
            var place = (data - (nint)(offset * TensorBytes.SizeOf(plain.dtype)), plain.dtype);
            if (data == 0 || plain.numel() == 0 || !byPlace.TryGetValue(place, out var record))
            {
                record = new Record(All.Count.ToString(System.Globalization.CultureInfo.InvariantCulture), plain);
                All.Add(record);
                if (data != 0 && plain.numel() > 0) byPlace[place] = record;
            }
            if (plain.numel() == 0) return (record, 0);
            var last = offset;
            for (var i = 0; i < strides.Length; i++) last += (plain.shape[i] - 1) * strides[i];
            record.Elements = Math.Max(record.Elements, last + 1);
            return (record, offset);
        }

        private static Tensor Restride(Tensor tensor, long[] shape, long[] strides)
        {
            var last = 0L;
            for (var i = 0; i < shape.Length; i++) last += Math.Max(0, shape[i] - 1) * strides[i];
            var target = zeros([last + 1], tensor.dtype, CPU).as_strided(shape, strides, 0);
            if (tensor.numel() > 0) target.copy_(tensor);
            return target;
        }
    }
}

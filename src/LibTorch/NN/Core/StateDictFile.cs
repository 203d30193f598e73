using TorchSharp.Files;

namespace TorchSharp;

/// <summary>
/// TorchSharp's file format for tensors by name: the number of entries, then for each its name (a length-prefixed string),
/// element type, number of dimensions, sizes, and the elements' bytes in row-major order. Numbers are LEB128.
/// </summary>
internal static class StateDictFile
{
    private const int MaxDimensions = 64;

    public static void Write(BinaryWriter writer, IReadOnlyList<KeyValuePair<string, torch.Tensor>> entries)
    {
        WriteNumber(writer, entries.Count);
        foreach (var (name, tensor) in entries)
        {
            writer.Write(name);
            WriteTensor(writer, tensor);
        }
    }

    public static Dictionary<string, torch.Tensor> Read(BinaryReader reader)
    {
        var result = new Dictionary<string, torch.Tensor>();
        try
        {
            var count = ReadNumber(reader);
            for (var i = 0L; i < count; i++)
            {
                var name = reader.ReadString();
                if (!result.TryAdd(name, ReadTensor(reader, name)))
                    throw new InvalidDataException($"The tensor {name} is there twice.");
            }
        }
        catch (Exception e) when (e is EndOfStreamException or FormatException or OverflowException)
        {
            throw new InvalidDataException($"The state dictionary ends early or is damaged (after {result.Count} tensors).", e);
        }
        return result;
    }

    public static void WriteTensor(BinaryWriter writer, torch.Tensor tensor)
    {
        WriteNumber(writer, (int)tensor.dtype);
        WriteNumber(writer, tensor.shape.Length);
        foreach (var size in tensor.shape) WriteNumber(writer, size);
        writer.Flush();
        TensorBytes.Write(writer.BaseStream, tensor);
    }

    public static torch.Tensor ReadTensor(BinaryReader reader, string name)
    {
        var dtype = (torch.ScalarType)ReadNumber(reader);
        if (!Enum.IsDefined(dtype)) throw new InvalidDataException($"{name}: unknown element type {(int)dtype}.");
        var dimensions = ReadNumber(reader);
        if (dimensions > MaxDimensions) throw new InvalidDataException($"{name}: {dimensions} dimensions.");
        var shape = new long[dimensions];
        var elements = 1L;
        for (var i = 0; i < shape.Length; i++)
        {
            shape[i] = ReadNumber(reader);
            elements = checked(elements * shape[i]);
        }
        // A damaged size must not make the machine allocate more than the file can hold.
        var stream = reader.BaseStream;
        if (stream.CanSeek && (Int128)elements * TensorBytes.SizeOf(dtype) > stream.Length - stream.Position)
            throw new InvalidDataException($"{name}: {elements} elements announced, {stream.Length - stream.Position} bytes left.");
        return TensorBytes.Read(stream, shape, dtype);
    }

    private static void WriteNumber(BinaryWriter writer, long value) => writer.Write7BitEncodedInt64(value);

    private static long ReadNumber(BinaryReader reader)
    {
        var value = reader.Read7BitEncodedInt64();
        return value >= 0 ? value : throw new InvalidDataException($"A negative number ({value}) where a size is expected.");
    }
}

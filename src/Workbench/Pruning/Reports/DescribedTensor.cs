using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Pruning;

/// <summary>One parameter or buffer of a described network.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Shape">Its shape.</param>
/// <param name="Mask">Which values are alive, one bit each, lowest bit first, in base64; null where the tensor has no mask.</param>
/// <param name="Data">The values that are alive, in order: float32, or int64 where the network has an integer there; little-endian, base64.</param>
public sealed record DescribedTensor(string Name, IReadOnlyList<long> Shape, string? Mask, string Data)
{
    internal static DescribedTensor Of(string name, Tensor tensor, Tensor? mask)
    {
        using var scope = torch.NewDisposeScope();
        var values = tensor.detach().cpu().contiguous();
        var alive = mask?.ne(0).cpu().flatten().data<bool>().ToArray();
        var data = values.dtype switch
        {
            ScalarType.Float32 => Bytes(values.flatten().data<float>().ToArray(), alive),
            ScalarType.Int64 => Bytes(values.flatten().data<long>().ToArray(), alive),
            _ => throw new ArgumentException($"'{name}' is {values.dtype}; a description holds float32 and int64.", nameof(tensor)),
        };
        return new DescribedTensor(name, tensor.shape, alive is null ? null : Convert.ToBase64String(Pack(alive)), Convert.ToBase64String(data));
    }

    internal Tensor Values(long[] shape, ScalarType type)
    {
        if (!Shape.SequenceEqual(shape))
            throw new InvalidDataException($"'{Name}' has the shape [{string.Join(", ", shape)}]; described is [{string.Join(", ", Shape)}].");
        var alive = Alive();
        return type == ScalarType.Int64 ? torch.tensor(Spread<long>(alive)).reshape(shape) : torch.tensor(Spread<float>(alive)).reshape(shape);
    }

    internal Tensor MaskTensor() => torch.tensor(Alive()!).to_type(ScalarType.Float32).reshape([.. Shape]);

    private bool[]? Alive()
    {
        if (Mask is null) return null;
        var (bits, count) = (Decode(Mask, "mask"), Shape.Aggregate(1L, (product, size) => product * size));
        return bits.Length == (count + 7) / 8 ? [.. Enumerable.Range(0, (int)count).Select(i => (bits[i / 8] >> (i % 8) & 1) == 1)]
            : throw new InvalidDataException($"The mask of '{Name}' has {bits.Length} bytes; expected {(count + 7) / 8}.");
    }

    private T[] Spread<T>(bool[]? alive) where T : struct
    {
        var values = MemoryMarshal.Cast<byte, T>(Decode(Data, "data")).ToArray();
        var count = Shape.Aggregate(1L, (product, size) => product * size);
        var expected = alive?.LongCount(bit => bit) ?? count;
        if (values.Length != expected) throw new InvalidDataException($"'{Name}' has {values.Length} values; expected {expected}.");
        if (alive is null) return values;
        var spread = new T[count];
        var next = 0;
        for (var i = 0; i < alive.Length; i++)
        {
            if (alive[i]) spread[i] = values[next++];
        }

        return spread;
    }

    private byte[] Decode(string text, string what)
    {
        try
        {
            return Convert.FromBase64String(text);
        }
        catch (FormatException problem)
        {
            throw new InvalidDataException($"The {what} of '{Name}' is no base64 text.", problem);
        }
    }

    private static byte[] Bytes<T>(T[] values, bool[]? alive) where T : struct =>
        MemoryMarshal.AsBytes<T>(alive is null ? values : [.. values.Where((_, i) => alive[i])]).ToArray();

    private static byte[] Pack(bool[] bits)
    {
        var bytes = new byte[(bits.Length + 7) / 8];
        for (var i = 0; i < bits.Length; i++)
        {
            if (bits[i]) bytes[i / 8] |= (byte)(1 << (i % 8));
        }

        return bytes;
    }
}

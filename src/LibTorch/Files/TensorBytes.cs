using static TorchSharp.torch;

namespace TorchSharp.Files;

/// <summary>A tensor's elements as bytes of any length, to and from streams.</summary>
internal static class TensorBytes
{
    private const int Piece = 1 << 24;

    /// <summary>Bytes of one element.</summary>
    public static int SizeOf(ScalarType type) => type switch
    {
        ScalarType.Byte or ScalarType.Int8 or ScalarType.Bool => 1,
        ScalarType.Int16 or ScalarType.Float16 or ScalarType.BFloat16 => 2,
        ScalarType.Int32 or ScalarType.Float32 => 4,
        ScalarType.Int64 or ScalarType.Float64 or ScalarType.ComplexFloat32 => 8,
        ScalarType.ComplexFloat64 => 16,
        _ => throw new NotSupportedException($"Elements of type {type} cannot be kept in files."),
    };

    /// <summary>The number of elements of a shape, or -1 when a size is negative or the product overflows.</summary>
    public static long Count(ReadOnlySpan<long> shape)
    {
        var count = 1L;
        foreach (var size in shape)
        {
            if (size < 0) return -1;
            if (size != 0 && count > long.MaxValue / size) return -1;
            count *= size;
        }
        return count;
    }

    /// <summary>A new CPU tensor, its elements read from the stream in row-major order.</summary>
    /// <exception cref="EndOfStreamException">The stream ends before.</exception>
    public static Tensor Read(Stream stream, ReadOnlySpan<long> shape, ScalarType dtype)
    {
        var tensor = empty(shape, dtype, CPU);
        try
        {
            foreach (var (start, length) in Pieces(tensor.numel() * SizeOf(dtype))) stream.ReadExactly(Span(tensor, start, length));
            return tensor;
        }
        catch
        {
            tensor.Dispose();
            throw;
        }
    }

    /// <summary>Writes the bytes that follow the first element in memory.</summary>
    public static void Write(Stream stream, Tensor tensor, long from, long bytes)
    {
        foreach (var (start, length) in Pieces(bytes)) stream.Write(Span(tensor, from + start, length));
    }

    /// <summary>Writes a tensor's elements in row-major order.</summary>
    public static void Write(Stream stream, Tensor tensor)
    {
        using var scope = NewDisposeScope();
        using var guard = no_grad();
        var plain = Plain(tensor).contiguous();
        Write(stream, plain, 0, plain.numel() * SizeOf(plain.dtype));
    }

    /// <summary>The tensor on the CPU as numbers in memory: no gradients, no conjugation or sign that is still to be done.</summary>
    public static Tensor Plain(Tensor tensor)
    {
        if (tensor.is_sparse || tensor.device_type == DeviceType.META || tensor.is_quantized())
            throw new NotSupportedException("Sparse, quantized and meta tensors cannot be written to files.");
        var plain = tensor.detach().cpu();
        return plain.is_complex() || plain.is_floating_point() ? plain.resolve_conj().resolve_neg() : plain;
    }

    private static unsafe Span<byte> Span(Tensor tensor, long start, int length) => new((byte*)tensor.DataPointer() + start, length);

    private static IEnumerable<(long start, int length)> Pieces(long bytes)
    {
        for (var start = 0L; start < bytes; start += Piece) yield return (start, (int)Math.Min(Piece, bytes - start));
    }
}

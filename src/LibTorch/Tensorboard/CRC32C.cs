using System.Buffers.Binary;
using System.Numerics;

namespace TorchSharp.Utils;

/// <summary>Castagnoli's cyclic redundancy check (RFC 3720, appendix B.4), by the processor's instruction where it has one.</summary>
public static class CRC32C
{
    public static uint process(byte[] data) => Of(data);

    /// <summary>Of the number's bytes, the lowest first.</summary>
    public static uint process(int data)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, data);
        return Of(bytes);
    }

    /// <inheritdoc cref="process(int)"/>
    public static uint process(long data)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, data);
        return Of(bytes);
    }

    /// <summary>As record files have it: turned right by 15 bits and shifted, for checks of what has checks in it.</summary>
    internal static uint Masked(ReadOnlySpan<byte> data) => unchecked(BitOperations.RotateRight(Of(data), 15) + 0xa282ead8);

    private static uint Of(ReadOnlySpan<byte> data)
    {
        var crc = uint.MaxValue;
        for (; data.Length >= 8; data = data[8..]) crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(data));
        foreach (var value in data) crc = BitOperations.Crc32C(crc, value);
        return ~crc;
    }
}

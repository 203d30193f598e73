using System.Numerics;

namespace TorchSharp.Utils;

/// <summary>Castagnoli's cyclic redundancy check (RFC 3720, appendix B.4) of bytes, and of numbers from their lowest byte on.</summary>
public static class CRC32C
{
    public static uint process(byte[] data)
    {
        var crc = uint.MaxValue;
        var at = 0;
        for (; at + 8 <= data.Length; at += 8) crc = BitOperations.Crc32C(crc, BitConverter.ToUInt64(data, at));
        for (; at < data.Length; at++) crc = BitOperations.Crc32C(crc, data[at]);
        return ~crc;
    }

    public static uint process(int data) => process(BitConverter.GetBytes(data));

    public static uint process(long data) => process(BitConverter.GetBytes(data));

    /// <summary>As record files have it: turned right by 15 bits and shifted, for checks of what has checks in it.</summary>
    internal static uint Masked(byte[] data) => unchecked(BitOperations.RotateRight(process(data), 15) + 0xa282ead8);
}

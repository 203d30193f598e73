using System.Buffers.Binary;

namespace TorchSharp.Files;

/// <summary>The checksum of zip records and PNG chunks (polynomial 0xEDB88320), eight bytes at a time.</summary>
internal struct Crc32
{
    private static readonly uint[] Tables = MakeTables();

    private uint current;

    public readonly uint Value => current;

    public void Add(ReadOnlySpan<byte> bytes)
    {
        var crc = ~current;
        var t = Tables;
        for (; bytes.Length >= 8; bytes = bytes[8..])
        {
            var low = BinaryPrimitives.ReadUInt32LittleEndian(bytes) ^ crc;
            var high = BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
            crc = t[0x700 + (low & 0xff)] ^ t[0x600 + ((low >> 8) & 0xff)] ^ t[0x500 + ((low >> 16) & 0xff)] ^ t[0x400 + (low >> 24)]
                ^ t[0x300 + (high & 0xff)] ^ t[0x200 + ((high >> 8) & 0xff)] ^ t[0x100 + ((high >> 16) & 0xff)] ^ t[high >> 24];
        }
        foreach (var value in bytes) crc = t[(crc ^ value) & 0xff] ^ (crc >> 8);
        current = ~crc;
    }

    private static uint[] MakeTables()
    {
        var tables = new uint[8 * 256];
        for (var i = 0u; i < 256; i++)
        {
            var crc = i;
            for (var bit = 0; bit < 8; bit++) crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
            tables[i] = crc;
        }
        for (var k = 256; k < tables.Length; k++) tables[k] = tables[tables[k - 256] & 0xff] ^ (tables[k - 256] >> 8);
        return tables;
    }
}

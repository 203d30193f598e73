using System.Buffers.Binary;
using System.Text;

namespace TorchSharp.Files;

/// <summary>
/// Writes zip archives the way PyTorch does: records stored without compression, the data of each beginning at a multiple of 64
/// bytes so that it can be mapped, and zip64 fields where sizes need them. System.IO.Compression cannot align.
/// </summary>
internal sealed class StoredZipWriter(Stream stream, string folder) : IDisposable
{
    private const int Alignment = 64;
    private const uint Max32 = uint.MaxValue;

    private readonly List<(byte[] name, uint crc, long size, long place)> records = [];
    private readonly long origin = stream.Position;

    /// <summary>Adds a record; <paramref name="write"/> must write exactly <paramref name="size"/> bytes.</summary>
    public void Add(string name, long size, Action<Stream> write)
    {
        var path = Encoding.UTF8.GetBytes($"{folder}/{name}");
        var place = stream.Position - origin;
        var large = size >= Max32;
        // An extra field with id 'FB' pads; the zip64 field, where there is one, comes before it.
        var fixedPart = 30 + path.Length + (large ? 20 : 0) + 4;
        var padding = (int)((Alignment - (place + fixedPart) % Alignment) % Alignment);
        var header = new byte[fixedPart + padding];
        var h = new Fields(header);
        h.U32(0x04034b50);
        Common(ref h, large, 0, size, path.Length);
        h.U16((ushort)(header.Length - 30 - path.Length));
        h.Bytes(path);
        if (large)
        {
            h.U16(1);
            h.U16(16);
            h.U64(size);
            h.U64(size);
        }
        h.U16(0x4246);
        h.U16((ushort)padding);
        header.AsSpan(header.Length - padding).Fill((byte)'Z');
        stream.Write(header);

        var counting = new CountingStream(stream);
        write(counting);
        if (counting.Count != size) throw new InvalidOperationException($"The record {name} has {counting.Count} bytes, {size} announced.");
        var end = stream.Position;
        stream.Position = origin + place + 14;
        Span<byte> crc = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(crc, counting.Crc);
        stream.Write(crc);
        stream.Position = end;
        records.Add((path, counting.Crc, size, place));
    }

    public void Add(string name, byte[] content) => Add(name, content.Length, s => s.Write(content));

    /// <summary>Writes the directory.</summary>
    public void Dispose()
    {
        var start = stream.Position - origin;
        foreach (var (name, crc, size, place) in records)
        {
            var (large, far) = (size >= Max32, place >= Max32);
            var extra = (large ? 16 : 0) + (far ? 8 : 0);
            if (extra > 0) extra += 4;
            var header = new byte[46 + name.Length + extra];
            var h = new Fields(header);
            h.U32(0x02014b50);
            h.U16(45);
            Common(ref h, large || far, crc, size, name.Length);
            h.U16((ushort)extra);
            h.Skip(10); // comment, disk, attributes
            h.U32(far ? Max32 : (uint)place);
            h.Bytes(name);
            if (extra > 0)
            {
                h.U16(1);
                h.U16((ushort)(extra - 4));
                if (large) h.U64(size);
                if (large) h.U64(size);
                if (far) h.U64(place);
            }
            stream.Write(header);
        }
        var length = stream.Position - origin - start;
        WriteEnd(start, length);
    }

    private void WriteEnd(long start, long length)
    {
        var zip64 = start >= Max32 || length >= Max32 || records.Count >= ushort.MaxValue;
        var end = new byte[(zip64 ? 76 : 0) + 22];
        var h = new Fields(end);
        if (zip64)
        {
            h.U32(0x06064b50);
            h.U64(44);
            h.U16(45);
            h.U16(45);
            h.Skip(8);
            h.U64(records.Count);
            h.U64(records.Count);
            h.U64(length);
            h.U64(start);
            h.U32(0x07064b50);
            h.U32(0);
            h.U64(start + length);
            h.U32(1);
        }
        h.U32(0x06054b50);
        h.U32(0);
        var count = zip64 ? ushort.MaxValue : (ushort)records.Count;
        h.U16(count);
        h.U16(count);
        h.U32(zip64 ? Max32 : (uint)length);
        h.U32(zip64 ? Max32 : (uint)start);
        stream.Write(end);
    }

    // From "version needed" to the length of the name, which both kinds of header have.
    private static void Common(ref Fields h, bool zip64, uint crc, long size, int nameLength)
    {
        h.U16((ushort)(zip64 ? 45 : 20));
        h.U16(0x0800); // the name is UTF-8
        h.U16(0); // stored
        h.U16(0); // time and date: the same content gives the same bytes
        h.U16(0x21);
        h.U32(crc);
        h.U32(size >= Max32 ? Max32 : (uint)size);
        h.U32(size >= Max32 ? Max32 : (uint)size);
        h.U16((ushort)nameLength);
    }

    private ref struct Fields(Span<byte> buffer)
    {
        private Span<byte> rest = buffer;

        public void U16(ushort value)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(rest, value);
            Skip(2);
        }

        public void U32(uint value)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(rest, value);
            Skip(4);
        }

        public void U64(long value)
        {
            BinaryPrimitives.WriteInt64LittleEndian(rest, value);
            Skip(8);
        }

        public void Bytes(ReadOnlySpan<byte> bytes)
        {
            bytes.CopyTo(rest);
            Skip(bytes.Length);
        }

        public void Skip(int count) => rest = rest[count..];
    }
}

using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Workbench.Plots;

/// <summary>Writes 8-bit PNG pictures (ISO/IEC 15948), grey, in colours or with a palette: the kinds the figures need.</summary>
internal static class Png
{
    private static readonly uint[] Crc = [.. Enumerable.Range(0, 256).Select(n =>
    {
        var c = (uint)n;
        for (var k = 0; k < 8; k++)
            c = (c & 1) != 0 ? 0xEDB88320 ^ (c >> 1) : c >> 1;
        return c;
    })];

    /// <summary>The eight bytes every PNG starts with.</summary>
    public static ReadOnlySpan<byte> Signature => [137, 80, 78, 71, 13, 10, 26, 10];

    /// <summary>A grey picture from height·width bytes, row by row.</summary>
    public static byte[] Grey(byte[] pixels, int width, int height) => Write(pixels, width, height, 0, []);

    /// <summary>A picture from height·width·3 bytes, red, green and blue of each pixel, row by row.</summary>
    public static byte[] Rgb(byte[] pixels, int width, int height) => Write(pixels, width, height, 2, []);

    /// <summary>A picture from height·width palette indices; colours as RGBA, at most 256.</summary>
    public static byte[] Indexed(byte[] pixels, int width, int height, IReadOnlyList<uint> rgba) => Write(pixels, width, height, 3,
        [("PLTE", [.. rgba.SelectMany(c => new[] { (byte)(c >> 24), (byte)(c >> 16), (byte)(c >> 8) })]), ("tRNS", [.. rgba.Select(c => (byte)c)])]);

    private static byte[] Write(byte[] pixels, int width, int height, byte colourType, (string, byte[])[] extra)
    {
        var stride = width * (colourType == 2 ? 3 : 1);
        if (pixels.Length != stride * height)
            throw new ArgumentException($"{width}×{height} pixels are {stride * height} bytes, {pixels.Length} given", nameof(pixels));
        using var stream = new MemoryStream();
        stream.Write(Signature);
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9]) = (8, colourType);
        Chunk(stream, "IHDR", header);
        foreach (var (name, data) in extra)
            Chunk(stream, name, data);
        Chunk(stream, "IDAT", Deflate(pixels, stride, height));
        Chunk(stream, "IEND", []);
        return stream.ToArray();
    }

    private static byte[] Deflate(byte[] pixels, int stride, int height)
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            for (var row = 0; row < height; row++)
            {
                zlib.WriteByte(0);
                zlib.Write(pixels, row * stride, stride);
            }
        }

        return packed.ToArray();
    }

    private static void Chunk(Stream stream, string name, byte[] data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        stream.Write(number);
        byte[] body = [.. Encoding.ASCII.GetBytes(name), .. data];
        stream.Write(body);
        var crc = uint.MaxValue;
        foreach (var b in body)
            crc = Crc[(crc ^ b) & 0xFF] ^ (crc >> 8);
        BinaryPrimitives.WriteUInt32BigEndian(number, ~crc);
        stream.Write(number);
    }
}

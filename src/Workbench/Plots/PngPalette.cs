using System.Buffers.Binary;
using System.IO.Compression;

namespace Workbench.Plots;

/// <summary>
/// Makes the PNG of a plot small: a true-colour picture becomes one with a palette of at most 256 colours. Plots have few colours and
/// many blends of them at edges, so nothing is seen of it.
/// </summary>
internal static class PngPalette
{
    /// <summary>The reduced picture, or the given one when it is not 8-bit RGB(A) or does not become smaller.</summary>
    public static byte[] Reduce(byte[] png)
    {
        if (!TryRead(png, out var pixels, out var width, out var height))
            return png;
        var palette = Palette(pixels);
        var indices = new byte[pixels.Length];
        var nearest = new Dictionary<uint, byte>();
        for (var i = 0; i < pixels.Length; i++)
        {
            if (!nearest.TryGetValue(pixels[i], out var index))
                nearest[pixels[i]] = index = Nearest(palette, pixels[i]);
            indices[i] = index;
        }

        var reduced = Png.Indexed(indices, width, height, palette);
        return reduced.Length < png.Length ? reduced : png;
    }

    /// <summary>RGBA pixels of an 8-bit RGB or RGBA picture without interlacing, as browsers write them.</summary>
    internal static bool TryRead(byte[] png, out uint[] pixels, out int width, out int height)
    {
        (pixels, width, height) = ([], 0, 0);
        if (png.Length < 33 || !png.AsSpan(0, 8).SequenceEqual(Png.Signature))
            return false;
        width = BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(16));
        height = BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(20));
        var channels = (png[24], png[25], png[28]) switch { (8, 2, 0) => 3, (8, 6, 0) => 4, _ => 0 };
        if (channels == 0)
            return false;

        using var packed = new MemoryStream();
        for (var at = 8; at + 12 <= png.Length;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(at));
            if (png.AsSpan(at + 4, 4).SequenceEqual("IDAT"u8))
                packed.Write(png, at + 8, length);
            at += length + 12;
        }

        packed.Position = 0;
        using var zlib = new ZLibStream(packed, CompressionMode.Decompress);
        pixels = Unfilter(zlib, width, height, channels);
        return true;
    }

    private static uint[] Unfilter(Stream rows, int width, int height, int channels)
    {
        var pixels = new uint[width * height];
        byte[] above = new byte[width * channels], row = new byte[width * channels];
        for (var y = 0; y < height; y++)
        {
            var filter = rows.ReadByte();
            rows.ReadExactly(row);
            for (var i = 0; i < row.Length; i++)
            {
                int left = i >= channels ? row[i - channels] : 0, up = above[i], corner = i >= channels ? above[i - channels] : 0;
                row[i] += (byte)(filter switch { 1 => left, 2 => up, 3 => (left + up) / 2, 4 => Paeth(left, up, corner), _ => 0 });
            }

            for (var x = 0; x < width; x++)
            {
                var at = x * channels;
                var alpha = channels == 4 ? row[at + 3] : (byte)255;
                pixels[y * width + x] = alpha == 0 ? 0 : (uint)((row[at] << 24) | (row[at + 1] << 16) | (row[at + 2] << 8) | alpha);
            }

            (above, row) = (row, above);
        }

        return pixels;
    }

    private static int Paeth(int left, int up, int corner)
    {
        var estimate = left + up - corner;
        var (a, b, c) = (Math.Abs(estimate - left), Math.Abs(estimate - up), Math.Abs(estimate - corner));
        return a <= b && a <= c ? left : b <= c ? up : corner;
    }

    /// <summary>Median cut: the box with the longest side, weighted by its pixels, is halved until there are 256.</summary>
    private static List<uint> Palette(uint[] pixels)
    {
        var counts = pixels.CountBy(p => p).ToArray();
        var boxes = new List<KeyValuePair<uint, int>[]> { counts };
        while (boxes.Count < 256)
        {
            var (box, channel, score) = boxes.Select(b => Longest(b)).MaxBy(b => b.Score);
            if (score <= 0)
                break;
            boxes.Remove(box);
            Array.Sort(box, (a, b) => Channel(a.Key, channel).CompareTo(Channel(b.Key, channel)));
            var half = box.Sum(c => Weight(c.Value)) / 2;
            var cut = 1;
            for (var sum = Weight(box[0].Value); cut < box.Length - 1 && sum < half; cut++)
                sum += Weight(box[cut].Value);
            boxes.Add(box[..cut]);
            boxes.Add(box[cut..]);
        }

        return [.. boxes.Select(Average)];
    }

    // Square roots keep the large flat areas from taking every entry.
    private static double Weight(int count) => Math.Sqrt(count);

    private static (KeyValuePair<uint, int>[] Box, int Channel, double Score) Longest(KeyValuePair<uint, int>[] box)
    {
        var (best, length) = (0, 0);
        for (var channel = 0; channel < 4; channel++)
        {
            var side = box.Max(c => Channel(c.Key, channel)) - box.Min(c => Channel(c.Key, channel));
            if (side > length)
                (best, length) = (channel, side);
        }

        return (box, best, length * Math.Sqrt(box.Sum(c => Weight(c.Value))));
    }

    private static uint Average(KeyValuePair<uint, int>[] box)
    {
        long total = box.Sum(c => (long)c.Value);
        uint colour = 0;
        for (var channel = 0; channel < 4; channel++)
            colour |= (uint)((box.Sum(c => (long)Channel(c.Key, channel) * c.Value) + total / 2) / total) << (24 - 8 * channel);
        return colour;
    }

    private static byte Nearest(List<uint> palette, uint colour)
    {
        var (best, distance) = (0, int.MaxValue);
        for (var i = 0; i < palette.Count; i++)
        {
            var sum = 0;
            for (var channel = 0; channel < 4; channel++)
            {
                var d = Channel(palette[i], channel) - Channel(colour, channel);
                sum += d * d;
            }

            if (sum < distance)
                (best, distance) = (i, sum);
        }

        return (byte)best;
    }

    private static int Channel(uint colour, int channel) => (int)(colour >> (24 - 8 * channel)) & 255;
}

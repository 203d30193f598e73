namespace TorchSharp.Utils.tensorboard;

/// <summary>Writes animated GIF pictures (GIF89a) that begin again at the end, every frame with colours of its own, not compressed.</summary>
internal static class GifWriter
{
    /// <summary>The file of frames of height·width·channels bytes each; one channel is grey, more begin with red, green and blue.</summary>
    public static byte[] Write(IEnumerable<byte[]> frames, int width, int height, int channels, int fps)
    {
        using var stream = new MemoryStream();
        using var to = new BinaryWriter(stream);
        to.Write("GIF89a"u8);
        to.Write(checked((ushort)width));
        to.Write(checked((ushort)height));
        to.Write([0x70, 0, 0, 0x21, 0xFF, 11, .. "NETSCAPE2.0"u8, 3, 1, 0, 0, 0]);
        foreach (var frame in frames)
        {
            // A frame stays until the next, for hundredths of a second.
            to.Write([0x21, 0xF9, 4, 1 << 2]);
            to.Write((ushort)Math.Max(1, Math.Round(100.0 / fps)));
            to.Write([0, 0, 0x2C, 0, 0, 0, 0]);
            to.Write((ushort)width);
            to.Write((ushort)height);
            var (colours, pixels) = Quantise(frame, channels);
            to.Write([0x87, .. colours, 8]);
            foreach (var block in Codes(pixels).Chunk(255)) to.Write([(byte)block.Length, .. block]);
            to.Write((byte)0);
        }
        to.Write((byte)0x3B);
        return stream.ToArray();
    }

    // The frame's own colours where they are few enough, else six levels of red, seven of green and six of blue.
    private static (byte[] colours, byte[] pixels) Quantise(byte[] frame, int channels)
    {
        var (green, blue) = channels == 1 ? (0, 0) : (1, 2);
        var pixels = frame.Chunk(channels).Select(c => (r: c[0], g: c[green], b: c[blue])).ToList();
        var own = pixels.Distinct().Take(257).ToList();
        var places = own.Count > 256 ? null : own.Index().ToDictionary(c => c.Item, c => (byte)c.Index);
        if (places is null) own = [.. Enumerable.Range(0, 6 * 7 * 6).Select(i => ((byte)(i / 42 * 51), (byte)(i / 6 % 7 * 255 / 6), (byte)(i % 6 * 51)))];
        byte[] colours = [.. own.SelectMany(c => new[] { c.r, c.g, c.b }), .. new byte[3 * (256 - own.Count)]];
        return (colours, [.. pixels.Select(c => places?[c] ?? (byte)((c.r + 25) / 51 * 42 + (c.g * 6 + 127) / 255 * 6 + (c.b + 25) / 51))]);
    }

    // Codes of nine bits, the lowest first: pixels as they are, and before ten bits would be due the code that begins anew.
    private static IEnumerable<byte> Codes(byte[] pixels)
    {
        const int anew = 256, end = 257;
        var (held, count) = (0, 0);
        foreach (var code in pixels.Chunk(250).SelectMany(part => part.Select(pixel => (int)pixel).Prepend(anew)).Append(end))
        {
            held |= code << count;
            for (count += 9; count >= 8; count -= 8, held >>= 8) yield return (byte)held;
        }
        if (count > 0) yield return (byte)held;
    }
}

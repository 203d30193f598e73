namespace TorchSharp.Utils.tensorboard;

/// <summary>Writes animated GIF pictures (GIF89a) that begin again at the end, every frame with colours of its own.</summary>
internal static class GifWriter
{
    private const int Clear = 256, End = 257;

    /// <param name="frames">Of each height·width·channels bytes.</param>
    /// <param name="width">Pixels in a row.</param>
    /// <param name="height">Rows.</param>
    /// <param name="channels">1 for grey; the first three are red, green and blue.</param>
    /// <param name="fps">Frames a second.</param>
    public static byte[] Write(IEnumerable<byte[]> frames, int width, int height, int channels, int fps)
    {
        using var stream = new MemoryStream();
        using var to = new BinaryWriter(stream);
        to.Write("GIF89a"u8);
        to.Write(checked((ushort)width));
        to.Write(checked((ushort)height));
        to.Write([0x70, 0, 0]);
        to.Write([0x21, 0xFF, 11, .. "NETSCAPE2.0"u8, 3, 1, 0, 0, 0]);
        foreach (var frame in frames)
        {
            // A frame stays until the next, for hundredths of a second.
            to.Write([0x21, 0xF9, 4, 1 << 2]);
            to.Write((ushort)Math.Max(1, Math.Round(100.0 / fps)));
            to.Write([0, 0, 0x2C, 0, 0, 0, 0]);
            to.Write((ushort)width);
            to.Write((ushort)height);
            to.Write((byte)0x87);
            var (colours, pixels) = Quantise(frame, channels);
            to.Write(colours);
            to.Write((byte)8);
            foreach (var block in Compress(pixels).Chunk(255))
            {
                to.Write((byte)block.Length);
                to.Write(block);
            }
            to.Write((byte)0);
        }
        to.Write((byte)0x3B);
        return stream.ToArray();
    }

    // The frame's own colours where they are few enough, else six levels of red, seven of green and six of blue.
    private static (byte[] colours, byte[] pixels) Quantise(byte[] frame, int channels)
    {
        var colours = new byte[3 * 256];
        var pixels = new byte[frame.Length / channels];
        var places = new Dictionary<(byte, byte, byte), byte>();
        var (green, blue) = channels == 1 ? (0, 0) : (1, 2);
        for (var i = 0; i < pixels.Length; i++)
        {
            var colour = (r: frame[i * channels], g: frame[i * channels + green], b: frame[i * channels + blue]);
            if (!places.TryGetValue(colour, out var place))
            {
                if (places.Count == 256) return Coarse();
                places[colour] = place = (byte)places.Count;
                (colours[3 * place], colours[3 * place + 1], colours[3 * place + 2]) = colour;
            }
            pixels[i] = place;
        }
        return (colours, pixels);

        (byte[], byte[]) Coarse()
        {
            for (var i = 0; i < 6 * 7 * 6; i++) (colours[3 * i], colours[3 * i + 1], colours[3 * i + 2]) = ((byte)(i / 42 * 51), (byte)(i / 6 % 7 * 255 / 6), (byte)(i % 6 * 51));
            for (var i = 0; i < pixels.Length; i++)
                pixels[i] = (byte)((frame[i * channels] + 25) / 51 * 42 + (frame[i * channels + green] * 6 + 127) / 255 * 6 + (frame[i * channels + blue] + 25) / 51);
            return (colours, pixels);
        }
    }

    // Lempel, Ziv and Welch: codes of 9 to 12 bits for the strings seen so far, the lowest bit first.
    private static List<byte> Compress(ReadOnlySpan<byte> pixels)
    {
        var bytes = new List<byte>();
        var codes = new Dictionary<int, int>();
        int held = 0, count = 0, size = 9, next = End + 1;
        void Emit(int code)
        {
            held |= code << count;
            for (count += size; count >= 8; count -= 8, held >>= 8) bytes.Add((byte)held);
        }

        Emit(Clear);
        int prefix = pixels[0];
        foreach (var pixel in pixels[1..])
        {
            if (codes.TryGetValue(prefix << 8 | pixel, out var longer))
            {
                prefix = longer;
                continue;
            }
            Emit(prefix);
            if (next == 4096)
            {
                Emit(Clear);
                codes.Clear();
                (size, next) = (9, End + 1);
            }
            else
            {
                if (next == 1 << size) size++;
                codes[prefix << 8 | pixel] = next++;
            }
            prefix = pixel;
        }
        Emit(prefix);
        if (next == 1 << size && size < 12) size++;
        Emit(End);
        if (count > 0) bytes.Add((byte)held);
        return bytes;
    }
}

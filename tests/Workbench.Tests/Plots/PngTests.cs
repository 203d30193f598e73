using System.IO.Compression;
using Workbench.Plots;

namespace Workbench.Tests.Plots;

/// <summary>The pictures written byte by byte.</summary>
public class PngTests
{
    [Fact]
    public void A_grey_picture_is_the_smallest_valid_file()
    {
        // Signature, IHDR 2×1 8-bit grey, and the CRCs as libpng's pngcheck prints them for such a file.
        var png = Png.Grey([0, 255], 2, 1);

        Assert.Equal("89504E470D0A1A0A0000000D49484452000000020000000108000000", Convert.ToHexString(png[..28]));
        Assert.Equal("0000000049454E44AE426082", Convert.ToHexString(png[^12..]));
    }

    [Fact]
    public void Pictures_stand_in_a_grid_with_a_line_between()
    {
        var images = new float[3, 1, 2];
        (images[0, 0, 0], images[0, 0, 1], images[1, 0, 0], images[2, 0, 1]) = (-1, 1, 0.5f, 9);

        var figure = Plot.Images(images, columns: 2, scale: 1);

        var source = System.Text.Json.JsonDocument.Parse(figure.ToJson()).RootElement.GetProperty("data")[0].GetProperty("source").GetString()!;
        var rows = Rows(Convert.FromBase64String(source["data:image/png;base64,".Length..]), 5, 3);
        Assert.Equal([0, 255, 128, 191, 128], rows[0]);
        Assert.Equal([128, 128, 128, 128, 128], rows[1]);
        Assert.Equal([128, 255, 128, 128, 128], rows[2]);
    }

    [Fact]
    public void A_colour_picture_has_its_channels_in_order()
    {
        var images = new float[1, 3, 1, 2];
        (images[0, 0, 0, 0], images[0, 1, 0, 0], images[0, 2, 0, 0]) = (1, -1, 0);
        (images[0, 0, 0, 1], images[0, 1, 0, 1], images[0, 2, 0, 1]) = (-1, -1, 5);

        var source = FigureJson.Traces(Plot.Images(images))[0].GetProperty("source").GetString()!;

        Assert.True(PngPalette.TryRead(Convert.FromBase64String(source[(source.IndexOf(',') + 1)..]), out var pixels, out var width, out var height));
        Assert.Equal((2, 1), (width, height));
        Assert.Equal([0xFF0080FFu, 0x0000FFFFu], pixels);
        Assert.Contains("[1, 2, 1, 2]", FigureJson.Complaint(() => Plot.Images(new float[1, 2, 1, 2])));
        Assert.Throws<ArgumentException>(() => Png.Rgb([1, 2], 1, 1));
    }

    [Fact]
    public void A_picture_of_few_colours_keeps_them_exactly()
    {
        uint[] colours = [0x0072B2FF, 0xD55E00FF, 0, 0x80808080];
        var random = new Random(2);
        var pixels = Enumerable.Range(0, 60 * 40).Select(_ => colours[random.Next(4)]).ToArray();

        var reduced = PngPalette.Reduce(TrueColour(pixels, 60, 40));

        Assert.Equal(3, reduced[25]);
        Assert.Equal(pixels, Indexed(reduced, 60, 40));
    }

    [Fact]
    public void A_picture_of_many_colours_stays_close_and_becomes_small()
    {
        var pixels = Enumerable.Range(0, 128 * 128).Select(i => (uint)(((i % 128 * 2) << 24) | ((i / 128 * 2) << 16) | 0x40FF)).ToArray();
        var original = TrueColour(pixels, 128, 128);

        var reduced = PngPalette.Reduce(original);

        Assert.True(reduced.Length < original.Length);
        var back = Indexed(reduced, 128, 128);
        var error = pixels.Zip(back).Average(p => Math.Abs((int)(p.First >> 24) - (int)(p.Second >> 24)) + Math.Abs((int)(p.First >> 16 & 255) - (int)(p.Second >> 16 & 255)));
        // 256 boxes over a 256×256 square are 16×16 wide: a mean distance of 4 per channel.
        Assert.InRange(error, 1, 12);
    }

    [Fact]
    public void What_is_no_true_colour_picture_comes_back_as_it_is()
    {
        var grey = Png.Grey([1, 2, 3, 4], 2, 2);

        Assert.Same(grey, PngPalette.Reduce(grey));
        byte[] noise = [1, 2, 3];
        Assert.Same(noise, PngPalette.Reduce(noise));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Every_filter_of_the_format_is_undone(int filter)
    {
        var random = new Random(filter);
        var pixels = Enumerable.Range(0, 7 * 5).Select(_ => (uint)random.Next() | 0xFF).ToArray();

        Assert.True(PngPalette.TryRead(TrueColour(pixels, 7, 5, filter), out var read, out var width, out var height));

        Assert.Equal((7, 5), (width, height));
        Assert.Equal(pixels, read);
    }

    /// <summary>An 8-bit RGBA file by the definitions of the specification; checksums left zero, which the reader does not need.</summary>
    private static byte[] TrueColour(uint[] pixels, int width, int height, int filter = 0)
    {
        byte[] At(int x, int y) => x < 0 || y < 0 ? [0, 0, 0, 0] : [.. Enumerable.Range(0, 4).Select(c => (byte)(pixels[y * width + x] >> (24 - 8 * c)))];
        using var raw = new MemoryStream();
        for (var y = 0; y < height; y++)
        {
            raw.WriteByte((byte)filter);
            for (var x = 0; x < width; x++)
            {
                var (left, up, corner) = (At(x - 1, y), At(x, y - 1), At(x - 1, y - 1));
                for (var c = 0; c < 4; c++)
                {
                    int a = left[c], b = up[c], d = corner[c], p = a + b - d;
                    var nearest = new[] { a, b, d }.OrderBy(v => Math.Abs(p - v)).First();
                    raw.WriteByte((byte)(At(x, y)[c] - filter switch { 1 => a, 2 => b, 3 => (a + b) / 2, 4 => nearest, _ => 0 }));
                }
            }
        }

        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            zlib.Write(raw.ToArray());
        return
        [
            .. Png.Signature, 0, 0, 0, 13, .. "IHDR"u8, .. BigEndian(width), .. BigEndian(height), 8, 6, 0, 0, 0, 0, 0, 0, 0,
            .. BigEndian((int)packed.Length), .. "IDAT"u8, .. packed.ToArray(), 0, 0, 0, 0, 0, 0, 0, 0, .. "IEND"u8, 0, 0, 0, 0,
        ];
    }

    private static byte[] BigEndian(int value) => [(byte)(value >> 24), (byte)(value >> 16), (byte)(value >> 8), (byte)value];

    private static uint[] Indexed(byte[] png, int width, int height)
    {
        byte[] palette = Chunk(png, "PLTE"), alpha = Chunk(png, "tRNS");
        return [.. Rows(png, width, height).SelectMany(r => r).Select(i =>
            (uint)((palette[3 * i] << 24) | (palette[3 * i + 1] << 16) | (palette[3 * i + 2] << 8) | alpha[i]))];
    }

    private static byte[][] Rows(byte[] png, int width, int height)
    {
        using var zlib = new ZLibStream(new MemoryStream(Chunk(png, "IDAT")), CompressionMode.Decompress);
        var rows = new byte[height][];
        for (var y = 0; y < height; y++)
        {
            Assert.Equal(0, zlib.ReadByte());
            zlib.ReadExactly(rows[y] = new byte[width]);
        }

        return rows;
    }

    private static byte[] Chunk(byte[] png, string name)
    {
        var at = png.AsSpan().IndexOf(System.Text.Encoding.ASCII.GetBytes(name));
        var length = System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(at - 4));
        return png[(at + 4)..(at + 4 + length)];
    }
}

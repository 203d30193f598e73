using System.Buffers.Binary;
using System.IO.Compression;
using System.Security.Cryptography;
using Workbench.Data;

namespace Workbench.Tests.Data;

public sealed class IdxFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("workbench-idx-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_gzipped_file_gives_its_shape_and_values()
    {
        var array = IdxFile.Read(Write("a.gz", Gzip(Idx([2, 3], 1, 2, 3, 4, 5, 6))));

        Assert.Equal([2, 3], array.Shape);
        Assert.Equal([1, 2, 3, 4, 5, 6], array.Values);
    }

    [Fact]
    public void A_plain_file_is_read_too()
    {
        Assert.Equal([7, 8], IdxFile.Read(Write("a.idx", Idx([2], 7, 8)), dimensions: 1).Values);
    }

    [Fact]
    public void The_checksum_of_the_content_is_checked()
    {
        var content = Idx([2], 7, 8);
        var path = Write("a.gz", Gzip(content));
        var right = Convert.ToHexString(SHA256.HashData(content));

        Assert.Equal([7, 8], IdxFile.Read(path, sha256: right).Values);
        Damaged(path, "SHA-256", () => IdxFile.Read(path, sha256: new string('0', 64)));
    }

    [Fact]
    public void An_absent_file_is_named()
    {
        var error = Assert.Throws<FileNotFoundException>(() => IdxFile.Read(Path.Combine(folder, "none.gz")));

        Assert.Contains("none.gz", error.Message);
    }

    [Theory]
    [InlineData(20)]
    [InlineData(100)]
    [InlineData(1)]
    public void A_truncated_gzip_stream_is_told(int missing)
    {
        // Random bytes do not compress, so the stream is longer than what is cut off.
        var random = new byte[1000];
        new Random(1).NextBytes(random);
        var whole = Gzip(Idx([1000], random));
        var path = Write("cut.gz", whole[..^missing]);

        Damaged(path, "gzip stream", () => IdxFile.Read(path));
    }

    [Fact]
    public void A_flipped_bit_in_the_stream_is_told()
    {
        var random = new byte[1000];
        new Random(2).NextBytes(random);
        var stored = Gzip(Idx([1000], random));
        stored[500] ^= 0x10;
        var path = Write("flipped.gz", stored);

        Damaged(path, "", () => IdxFile.Read(path));
    }

    [Fact]
    public void A_name_ending_in_gz_without_the_gzip_signature_is_told()
    {
        var path = Write("text.gz", "<html>not found</html>"u8.ToArray());

        Damaged(path, "gzip signature", () => IdxFile.Read(path));
    }

    [Fact]
    public void A_wrong_magic_is_told()
    {
        var path = Write("png.idx", [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a]);

        Damaged(path, "89504e47", () => IdxFile.Read(path));
    }

    [Fact]
    public void Another_element_type_is_told()
    {
        var content = Idx([1], 0);
        content[2] = 0x0d;
        var path = Write("float.idx", content);

        Damaged(path, "0x0d", () => IdxFile.Read(path));
    }

    [Theory]
    [InlineData(new byte[] { 1, 2, 3 })]
    [InlineData(new byte[] { 1, 2, 3, 4, 5 })]
    public void More_or_less_data_than_announced_is_told(byte[] data)
    {
        var path = Write("size.gz", Gzip(Idx([2, 2], data)));

        Damaged(path, $"2 x 2 bytes of data, but there are {data.Length}", () => IdxFile.Read(path));
    }

    [Fact]
    public void Dimensions_too_large_for_any_memory_are_told_without_taking_it()
    {
        var path = Write("huge.idx", Idx([int.MaxValue, int.MaxValue, int.MaxValue, 4], 1));

        Damaged(path, "there are 1", () => IdxFile.Read(path));
    }

    [Fact]
    public void A_negative_dimension_is_told()
    {
        var path = Write("negative.idx", Idx([-1], 1));

        Damaged(path, "negative", () => IdxFile.Read(path));
    }

    [Fact]
    public void Another_number_of_dimensions_is_told()
    {
        var path = Write("rank.idx", Idx([4], 1, 2, 3, 4));

        Damaged(path, "1 dimensions, expected 3", () => IdxFile.Read(path, dimensions: 3));
    }

    [Theory]
    [InlineData(new byte[0])]
    [InlineData(new byte[] { 0, 0, 8 })]
    [InlineData(new byte[] { 0, 0, 8, 3, 0, 0 })]
    public void A_file_shorter_than_its_header_is_told(byte[] content)
    {
        var path = Write("short.idx", content);

        Damaged(path, "header", () => IdxFile.Read(path));
    }

    private static void Damaged(string path, string reason, Action read)
    {
        var error = Assert.Throws<InvalidDataException>(read);
        Assert.Contains(path, error.Message);
        Assert.Contains(reason, error.Message);
    }

    private static byte[] Idx(int[] shape, params byte[] values)
    {
        var content = new byte[4 + (4 * shape.Length) + values.Length];
        content[2] = 8;
        content[3] = (byte)shape.Length;
        for (var i = 0; i < shape.Length; i++) BinaryPrimitives.WriteInt32BigEndian(content.AsSpan(4 + (4 * i)), shape[i]);
        values.CopyTo(content, 4 + (4 * shape.Length));
        return content;
    }

    private static byte[] Gzip(byte[] content)
    {
        using var stored = new MemoryStream();
        using (var gzip = new GZipStream(stored, CompressionLevel.Optimal)) gzip.Write(content);
        return stored.ToArray();
    }

    private string Write(string name, byte[] content)
    {
        var path = Path.Combine(folder, name);
        File.WriteAllBytes(path, content);
        return path;
    }
}

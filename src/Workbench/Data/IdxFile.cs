using System.Buffers.Binary;
using System.IO.Compression;
using System.Security.Cryptography;

namespace Workbench.Data;

/// <summary>An array of bytes as the IDX format of the MNIST family stores it.</summary>
/// <param name="Shape">Length of each dimension, outermost first: <c>[60000, 28, 28]</c> for images, <c>[60000]</c> for labels.</param>
/// <param name="Values">The elements, last dimension fastest.</param>
public sealed record IdxArray(IReadOnlyList<int> Shape, byte[] Values);

/// <summary>
/// Reader of IDX files, plain or gzipped: two zero bytes, the element type (0x08, unsigned byte), the number of
/// dimensions, each dimension as a big-endian 32-bit integer, then the elements.
/// </summary>
public static class IdxFile
{
    private const byte UnsignedByte = 0x08;

    /// <summary>Reads a whole file and checks it: header, length and, when given, the checksum of its uncompressed content.</summary>
    /// <param name="path">The file.</param>
    /// <param name="dimensions">How many dimensions the array must have; null accepts any number.</param>
    /// <param name="sha256">Expected SHA-256 of the uncompressed content in hexadecimal; null checks none.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is damaged or no IDX file of unsigned bytes; the message says in which way.</exception>
    public static IdxArray Read(string path, int? dimensions = null, string? sha256 = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (!File.Exists(path)) throw new FileNotFoundException($"There is no IDX file '{path}'.", path);

        var content = Content(path);
        var shape = Header(path, content, dimensions);
        var start = 4 + (4 * shape.Length);
        // Once above what any array can hold, the product stays there instead of overflowing.
        var expected = shape.Aggregate(1L, (product, length) => product > int.MaxValue ? product : product * length);
        if (content.Length - start != expected)
            throw Damaged(path, $"its header announces {string.Join(" x ", shape)} bytes of data, but there are {content.Length - start}");

        if (sha256 is not null)
        {
            var found = Convert.ToHexStringLower(SHA256.HashData(content));
            if (!found.Equals(sha256, StringComparison.OrdinalIgnoreCase))
                throw Damaged(path, $"the SHA-256 checksum of its content is {found}, expected {sha256}");
        }

        return new IdxArray(shape, content[start..]);
    }

    private static byte[] Content(string path)
    {
        var stored = File.ReadAllBytes(path);
        if (stored is not [0x1f, 0x8b, ..])
        {
            return path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase)
                ? throw Damaged(path, "it is named .gz but does not start with the gzip signature 1f 8b")
                : stored;
        }

        // The last four bytes of a gzip file give the length of its content, modulo 2^32.
        long announced = stored.Length < 18 ? -1 : BinaryPrimitives.ReadUInt32LittleEndian(stored.AsSpan(stored.Length - 4));
        using var content = new MemoryStream();
        try
        {
            using var gzip = new GZipStream(new MemoryStream(stored), CompressionMode.Decompress);
            gzip.CopyTo(content);
        }
        catch (InvalidDataException error)
        {
            throw Damaged(path, $"its gzip stream is broken after {content.Length} bytes of content ({error.Message})");
        }

        return content.Length == announced
            ? content.ToArray()
            : throw Damaged(path, $"its gzip stream is truncated: it ends after {content.Length} bytes of content");
    }

    private static int[] Header(string path, byte[] content, int? dimensions)
    {
        if (content.Length < 4) throw Damaged(path, $"it holds {content.Length} bytes, less than an IDX header");
        if (content[0] != 0 || content[1] != 0)
            throw Damaged(path, $"it starts with the bytes {Convert.ToHexStringLower(content, 0, 4)}; an IDX file of unsigned bytes starts with 000008");
        if (content[2] != UnsignedByte)
            throw Damaged(path, $"its element type is 0x{content[2]:x2}; only unsigned bytes, 0x08, are read");

        var rank = content[3];
        if (dimensions is { } wanted && rank != wanted)
            throw Damaged(path, $"it has {rank} dimensions, expected {wanted}");
        if (rank == 0 || content.Length < 4 + (4 * rank))
            throw Damaged(path, $"its header announces {rank} dimensions, but the file holds {content.Length} bytes");

        var shape = new int[rank];
        for (var i = 0; i < rank; i++)
        {
            shape[i] = BinaryPrimitives.ReadInt32BigEndian(content.AsSpan(4 + (4 * i)));
            if (shape[i] < 0) throw Damaged(path, $"dimension {i} of its header is negative: {shape[i]}");
        }

        return shape;
    }

    private static InvalidDataException Damaged(string path, string reason) =>
        new($"The file '{path}' is damaged or not what it should be: {reason}.");
}

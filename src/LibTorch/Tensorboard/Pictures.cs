using System.Buffers.Binary;
using System.Numerics;
using static TorchSharp.torch;

namespace TorchSharp.Utils.tensorboard;

/// <summary>Pictures and films of tensors in any order of dimensions as [height, width, channels].</summary>
internal static class Pictures
{
    /// <summary>The sizes of pictures of bytes.</summary>
    public static (int height, int width, int channels) Check(Tensor tensor, int dimensions)
        => tensor.ndim == dimensions && tensor.dtype == ScalarType.Byte && tensor.shape[^1] is 1 or 3 or 4
            ? ((int)tensor.shape[^3], (int)tensor.shape[^2], (int)tensor.shape[^1])
            : throw new ArgumentException($"{dimensions} dimensions of bytes expected, the last of size 1, 3 or 4; {tensor.dtype} [{string.Join(", ", tensor.shape)}] given.", nameof(tensor));

    /// <summary>Brings a picture, or the grid of a batch, into this form; one channel becomes three.</summary>
    public static Tensor ToHWC(Tensor tensor, string format)
    {
        var given = format.ToUpperInvariant();
        var wanted = given.Length switch { 4 => "NCHW", 3 => "HWC", 2 => "HW", _ => "" };
        if (wanted == "" || given.Length != tensor.ndim || !wanted.All(given.Contains))
            throw new ArgumentException($"The dimensions NCHW, CHW or HW in any order expected, '{format}' given for the shape [{string.Join(", ", tensor.shape)}].", nameof(format));
        var ordered = tensor.detach().permute([.. wanted.Select(letter => (long)given.IndexOf(letter))]);
        if (wanted == "NCHW") ordered = Tile(ordered.unsqueeze(1), (ordered.shape[0] + 7) / 8, Math.Min(8, ordered.shape[0])).squeeze(0);
        if (wanted == "HW") ordered = ordered.unsqueeze(2);
        return ordered.shape[2] == 1 ? ordered.expand(-1, -1, 3) : ordered;
    }

    /// <summary>Films [N, T, C, H, W] side by side in a grid of 2^k places.</summary>
    public static Tensor Frames(Tensor films)
    {
        if (films.ndim != 5) throw new ArgumentException($"Films [N, T, C, H, W] expected, [{string.Join(", ", films.shape)}] given.", nameof(films));
        var places = BitOperations.RoundUpToPowerOf2((ulong)films.shape[0]);
        var rows = 1L << (BitOperations.Log2(places) / 2);
        return Tile(films.detach(), rows, (long)places / rows);
    }

    /// <summary>Bytes as they are, other numbers from [0, 1].</summary>
    public static Tensor Bytes(Tensor tensor) => tensor.dtype is ScalarType.Byte or ScalarType.Int8
        ? tensor.clamp(0, tensor.dtype == ScalarType.Byte ? 255 : 127).to(ScalarType.Byte)
        : (tensor.to(ScalarType.Float32) * 255).clamp(0, 255).to(ScalarType.Byte);

    public static byte[] Data(Tensor bytes) => bytes.cpu().contiguous().data<byte>().ToArray();

    public static Tensor Rescale(Tensor hwc, double factor)
    {
        long[] size = [Math.Max(1, (long)(hwc.shape[0] * factor)), Math.Max(1, (long)(hwc.shape[1] * factor))];
        var scaled = nn.functional.interpolate(hwc.permute(2, 0, 1).unsqueeze(0).to(ScalarType.Float32), size, mode: InterpolationMode.Bilinear, align_corners: false);
        return scaled.squeeze(0).permute(1, 2, 0).round().clamp(0, 255).to(ScalarType.Byte);
    }

    /// <summary>Height and width that a PNG, GIF or JPEG file announces.</summary>
    public static (int height, int width) SizeOf(ReadOnlySpan<byte> file)
    {
        if (file.Length > 24 && file[1..].StartsWith("PNG"u8))
            return (BinaryPrimitives.ReadInt32BigEndian(file[20..]), BinaryPrimitives.ReadInt32BigEndian(file[16..]));
        if (file.Length > 10 && file.StartsWith("GIF8"u8))
            return (BinaryPrimitives.ReadUInt16LittleEndian(file[8..]), BinaryPrimitives.ReadUInt16LittleEndian(file[6..]));
        // A JPEG is a row of segments; the size is in that which begins the frame.
        for (int at = 2, kind; file is [0xFF, 0xD8, ..] && at + 9 <= file.Length; at += 2 + BinaryPrimitives.ReadUInt16BigEndian(file[(at + 2)..]))
            if ((kind = file[at + 1]) is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC))
                return (BinaryPrimitives.ReadUInt16BigEndian(file[(at + 5)..]), BinaryPrimitives.ReadUInt16BigEndian(file[(at + 7)..]));
        throw new NotSupportedException("The file is no PNG, GIF or JPEG picture.");
    }

    // Films as [T, rows·H, columns·W, C], places without one black.
    private static Tensor Tile(Tensor films, long rows, long columns)
    {
        var (n, t, c, h, w) = (films.shape[0], films.shape[1], films.shape[2], films.shape[3], films.shape[4]);
        if (rows * columns > n) films = cat([films, zeros([rows * columns - n, t, c, h, w], films.dtype, films.device)]);
        return films.reshape(rows, columns, t, c, h, w).permute(2, 0, 4, 1, 5, 3).reshape(t, rows * h, columns * w, c);
    }
}

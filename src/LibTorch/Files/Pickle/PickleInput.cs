using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using System.Text;

namespace TorchSharp.Files;

/// <summary>The bytes of a pickle: numbers, texts and lines, no longer than what is left of the stream.</summary>
internal sealed class PickleInput(Stream stream)
{
    private const int MaxDigits = 1000;
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    public byte U8() => stream.ReadByte() is >= 0 and var value ? (byte)value : throw new InvalidDataException("The pickle ends early.");

    /// <summary>A little-endian number; 8 bytes must fit a long.</summary>
    public long Unsigned(int size)
    {
        Span<byte> bytes = stackalloc byte[8];
        bytes.Clear();
        stream.ReadExactly(bytes[..size]);
        var value = BinaryPrimitives.ReadInt64LittleEndian(bytes);
        return value >= 0 ? value : throw new InvalidDataException("The pickle has a length beyond 2^63.");
    }

    public double Double()
    {
        Span<byte> bytes = stackalloc byte[8];
        stream.ReadExactly(bytes);
        return BinaryPrimitives.ReadDoubleBigEndian(bytes);
    }

    /// <summary>A two's-complement number of any length.</summary>
    public object Integer(long size)
    {
        if (size > MaxDigits) throw new NotSupportedException($"refused: an integer of {size} bytes.");
        return Small(new BigInteger(Bytes(size)));
    }

    public string Text(long size)
    {
        var bytes = Bytes(size);
        try
        {
            return Strict.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            // Python writes lone surrogates, which are not UTF-8.
            return Encoding.UTF8.GetString(bytes);
        }
    }

    /// <summary>A string of Python 2, each byte one character.</summary>
    public string OldText(long size) => Encoding.Latin1.GetString(Bytes(size));

    public byte[] Bytes(long size)
    {
        Check(size);
        if (size > Array.MaxLength) throw new NotSupportedException($"refused: a value of {size} bytes in the pickle.");
        var bytes = new byte[size];
        stream.ReadExactly(bytes);
        return bytes;
    }

    /// <summary>Throws unless so many bytes are left.</summary>
    public void Check(long size)
    {
        if (size > stream.Length - stream.Position)
            throw new InvalidDataException($"The pickle announces {size} bytes, {stream.Length - stream.Position} are left.");
    }

    public string Line()
    {
        var text = new StringBuilder();
        for (var c = U8(); c != '\n'; c = U8())
        {
            if (text.Length == MaxDigits) throw new InvalidDataException($"A name in the pickle is longer than {MaxDigits}.");
            text.Append((char)c);
        }
        return text.ToString().TrimEnd('\r');
    }

    public static object Number(string text)
        => BigInteger.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? Small(value)
            : throw new InvalidDataException($"The pickle has '{text}' where an integer is expected.");

    public static double Real(string text)
        => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value
            : throw new InvalidDataException($"The pickle has '{text}' where a number is expected.");

    private static object Small(BigInteger value) => value >= long.MinValue && value <= long.MaxValue ? (object)(long)value : value;
}

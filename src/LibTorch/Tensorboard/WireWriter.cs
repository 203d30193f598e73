using System.Buffers.Binary;
using System.Text;

namespace TorchSharp.Utils.tensorboard;

/// <summary>
/// Writes fields in the wire format of protocol buffers. Single numbers that are zero are left out, as that format's third version has it.
/// </summary>
internal sealed class WireWriter
{
    private readonly MemoryStream stream = new();

    public byte[] ToArray() => stream.ToArray();

    public void Integer(int field, long value)
    {
        if (value == 0) return;
        Key(field, 0);
        Varint((ulong)value);
    }

    public void Double(int field, double value)
    {
        if (BitConverter.DoubleToUInt64Bits(value) == 0) return;
        Key(field, 1);
        Fixed(value);
    }

    /// <summary>Zero too: a field of a choice says by being there which one was made.</summary>
    public void Single(int field, float value)
    {
        Key(field, 5);
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteSingleLittleEndian(bytes, value);
        stream.Write(bytes);
    }

    public void Text(int field, string value) => Bytes(field, Encoding.UTF8.GetBytes(value));

    public void Bytes(int field, ReadOnlySpan<byte> value)
    {
        Key(field, 2);
        Varint((ulong)value.Length);
        stream.Write(value);
    }

    /// <summary>A packed list.</summary>
    public void Doubles(int field, List<double> values)
    {
        if (values.Count == 0) return;
        Key(field, 2);
        Varint((ulong)values.Count * 8);
        foreach (var value in values) Fixed(value);
    }

    public void Message(int field, Action<WireWriter> write)
    {
        var inner = new WireWriter();
        write(inner);
        Bytes(field, inner.stream.GetBuffer().AsSpan(0, (int)inner.stream.Length));
    }

    private void Key(int field, int kind) => Varint((ulong)(field << 3 | kind));

    private void Fixed(double value)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteDoubleLittleEndian(bytes, value);
        stream.Write(bytes);
    }

    private void Varint(ulong value)
    {
        for (; value >= 0x80; value >>= 7) stream.WriteByte((byte)(value | 0x80));
        stream.WriteByte((byte)value);
    }
}

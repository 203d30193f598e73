using System.Text;

namespace TorchSharp.Utils.tensorboard;

/// <summary>Writes fields in the wire format of protocol buffers. Single numbers that are zero are left out, as its third version has it.</summary>
internal sealed class WireWriter
{
    private enum Kind { Varint, Fixed64, Length, Fixed32 = 5 }

    private readonly MemoryStream stream = new();
    private readonly BinaryWriter to;

    public WireWriter() => to = new BinaryWriter(stream);

    public byte[] ToArray() => stream.ToArray();

    public void Integer(int field, long value)
    {
        if (value != 0) Key(field, Kind.Varint).Write7BitEncodedInt64(value);
    }

    public void Double(int field, double value)
    {
        if (BitConverter.DoubleToInt64Bits(value) != 0) Key(field, Kind.Fixed64).Write(value);
    }

    /// <summary>Zero too: a field of a choice says by being there which one was made.</summary>
    public void Single(int field, float value) => Key(field, Kind.Fixed32).Write(value);

    public void Text(int field, string value) => Bytes(field, Encoding.UTF8.GetBytes(value));

    public void Bytes(int field, byte[] value)
    {
        Key(field, Kind.Length).Write7BitEncodedInt(value.Length);
        to.Write(value);
    }

    /// <summary>A packed list.</summary>
    public void Doubles(int field, List<double> values) => Bytes(field, [.. values.SelectMany(BitConverter.GetBytes)]);

    public void Message(int field, Action<WireWriter> write)
    {
        var inner = new WireWriter();
        write(inner);
        Bytes(field, inner.ToArray());
    }

    private BinaryWriter Key(int field, Kind kind)
    {
        to.Write7BitEncodedInt(field << 3 | (int)kind);
        return to;
    }
}

using System.Buffers.Binary;

namespace TorchSharp.Utils;

/// <summary>Reads numbers stored with the most significant byte first, as in the files of MNIST.</summary>
public class BigEndianReader(BinaryReader baseReader)
{
    public Stream BaseStream => baseReader.BaseStream;

    /// <summary>The next four bytes as a number.</summary>
    public int ReadInt32() => BinaryPrimitives.ReverseEndianness(baseReader.ReadInt32());

    /// <summary>The next bytes, the last one first.</summary>
    /// <exception cref="EndOfStreamException">There are not so many.</exception>
    public byte[] ReadBigEndianBytes(int count)
    {
        var bytes = new byte[count];
        for (int i = count - 1; i >= 0; i--) bytes[i] = baseReader.ReadByte();
        return bytes;
    }

    /// <summary>The next bytes as they stand, at most so many.</summary>
    public byte[] ReadBytes(int count) => baseReader.ReadBytes(count);

    public void Close() => baseReader.Close();
}

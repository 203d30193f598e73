namespace TorchSharp.Utils;

/// <summary>Reads numbers whose highest byte comes first, as files of the MNIST family have them.</summary>
public class BigEndianReader(BinaryReader baseReader)
{
    public Stream BaseStream => baseReader.BaseStream;
    public int ReadInt32() => BitConverter.ToInt32(ReadBigEndianBytes(sizeof(int)));
    public byte[] ReadBytes(int count) => baseReader.ReadBytes(count);
    public void Close() => baseReader.Close();

    /// <summary>So many bytes, the last one first.</summary>
    /// <exception cref="EndOfStreamException">There are not so many.</exception>
    public byte[] ReadBigEndianBytes(int count)
    {
        var bytes = new byte[count];
        baseReader.BaseStream.ReadExactly(bytes);
        Array.Reverse(bytes);
        return bytes;
    }
}

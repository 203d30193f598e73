namespace TorchSharp.Files;

/// <summary>Passes what is written on, and counts and checksums it.</summary>
internal sealed class CountingStream(Stream inner) : Stream
{
    private Crc32 crc;

    public long Count { get; private set; }

    public uint Crc => crc.Value;

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        crc.Add(buffer);
        Count += buffer.Length;
        inner.Write(buffer);
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override bool CanRead => false;
    public override bool CanSeek => false;
    public override bool CanWrite => true;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => Count; set => throw new NotSupportedException(); }
    public override void Flush() => inner.Flush();
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
}

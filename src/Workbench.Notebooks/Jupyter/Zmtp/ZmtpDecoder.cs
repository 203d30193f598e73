using System.Buffers.Binary;
using System.Text;

namespace Workbench.Notebooks.Jupyter.Zmtp;

/// <summary>Takes the bytes that a peer sends apart into a greeting, commands and messages.</summary>
internal sealed class ZmtpDecoder
{
    private const int SmallBuffer = 8 << 10;
    private const int KeptBuffer = 1 << 20;

    private byte[] _buffer = new byte[SmallBuffer];
    private int _start;
    private int _end;
    private bool _greeted;
    private List<byte[]> _frames = [];
    private long _size;

    /// <summary>Called once, when the peer's greeting is complete.</summary>
    public required Action Greeted { get; init; }

    /// <summary>Called with the name and body of each command.</summary>
    public required Action<string, byte[]> Commanded { get; init; }

    /// <summary>Called with the frames of each message.</summary>
    public required Action<IReadOnlyList<byte[]>> Received { get; init; }

    /// <summary>Where the next bytes go; room for at least one.</summary>
    public Span<byte> Room()
    {
        if (_start == _end)
        {
            _start = _end = 0;
            // A picture's worth of memory is given back once it has been read.
            if (_buffer.Length > KeptBuffer)
                _buffer = new byte[SmallBuffer];
        }
        if (_end == _buffer.Length)
        {
            // Grows with what has come, never with what a peer has announced.
            var larger = _start > _buffer.Length / 2 ? _buffer : new byte[Math.Min(Array.MaxLength, 2L * _buffer.Length)];
            Buffer.BlockCopy(_buffer, _start, larger, 0, _end - _start);
            (_buffer, _end, _start) = (larger, _end - _start, 0);
        }
        return _buffer.AsSpan(_end);
    }

    /// <summary>Takes up bytes written to <see cref="Room"/>.</summary>
    /// <exception cref="FormatException">They are not ZMTP 3, or more than allowed.</exception>
    public void Advance(int count)
    {
        _end += count;
        if (!_greeted && !ReadGreeting())
            return;
        while (ReadFrame())
        {
        }
    }

    private bool ReadGreeting()
    {
        var greeting = _buffer.AsSpan(_start, Math.Min(_end - _start, ZmtpFrames.GreetingSize));
        if (!ZmtpFrames.CouldBeGreeting(greeting))
            throw new FormatException("no greeting of ZMTP 3 with mechanism NULL");
        if (greeting.Length < ZmtpFrames.GreetingSize)
            return false;
        _start += ZmtpFrames.GreetingSize;
        _greeted = true;
        Greeted();
        return true;
    }

    private bool ReadFrame()
    {
        var bytes = _buffer.AsSpan(_start, _end - _start);
        if (bytes.Length < 1)
            return false;
        var flags = bytes[0];
        var isCommand = (flags & ZmtpFrames.Command) != 0;
        if (flags > 7 || isCommand && (flags & ZmtpFrames.More) != 0)
            throw new FormatException($"a frame with flags {flags}");
        var header = (flags & ZmtpFrames.Long) != 0 ? 9 : 2;
        if (bytes.Length < header)
            return false;
        var size = header == 9 ? BinaryPrimitives.ReadUInt64BigEndian(bytes[1..]) : bytes[1];
        if (size > (ulong)(isCommand ? ZmtpLimits.Command : ZmtpLimits.Message - _size))
            throw new FormatException($"a frame of {size} bytes");
        if ((ulong)(bytes.Length - header) < size)
            return false;
        var body = bytes.Slice(header, (int)size);
        _start += header + (int)size;
        if (isCommand)
            ReadCommand(body);
        else
            ReadPart(body, (flags & ZmtpFrames.More) != 0);
        return true;
    }

    private void ReadCommand(ReadOnlySpan<byte> body)
    {
        if (body.Length < 1 || body.Length < 1 + body[0])
            throw new FormatException("a command without name");
        Commanded(Encoding.ASCII.GetString(body.Slice(1, body[0])), body[(1 + body[0])..].ToArray());
    }

    private void ReadPart(ReadOnlySpan<byte> body, bool more)
    {
        _frames.Add(body.ToArray());
        _size += body.Length;
        if (_frames.Count > ZmtpLimits.Frames)
            throw new FormatException($"a message of more than {ZmtpLimits.Frames} frames");
        if (more)
            return;
        var frames = _frames;
        (_frames, _size) = ([], 0);
        Received(frames);
    }
}

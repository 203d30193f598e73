using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Workbench.Notebooks.Tests.Jupyter;

/// <summary>The connecting side of ZMTP 3.0, written from the specification and not with the kernel's own code.</summary>
internal sealed class ZmtpClient : IDisposable
{
    public const int Patience = 30_000;

    private readonly Socket _socket;

    public ZmtpClient(int port)
    {
        _socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, ReceiveTimeout = Patience, SendTimeout = Patience };
        _socket.Connect(new IPEndPoint(IPAddress.Loopback, port));
    }

    /// <summary>What the other side said it is.</summary>
    public string PeerType { get; private set; } = "";

    public static byte[] Greeting(byte major = 3, byte minor = 0, string mechanism = "NULL")
    {
        var greeting = new byte[64];
        greeting[0] = 0xFF;
        greeting[8] = 1;
        greeting[9] = 0x7F;
        greeting[10] = major;
        greeting[11] = minor;
        Encoding.ASCII.GetBytes(mechanism).CopyTo(greeting, 12);
        return greeting;
    }

    public static byte[] Ready(string type, string identity = "")
    {
        var body = new List<byte>();
        Property("Socket-Type", Encoding.ASCII.GetBytes(type));
        if (identity.Length > 0)
            Property("Identity", Encoding.ASCII.GetBytes(identity));
        return [4, (byte)(6 + body.Count), 5, .. "READY"u8, .. body];

        void Property(string name, byte[] value)
        {
            body.Add((byte)name.Length);
            body.AddRange(Encoding.ASCII.GetBytes(name));
            body.AddRange([0, 0, 0, (byte)value.Length]);
            body.AddRange(value);
        }
    }

    public static ZmtpClient Connect(int port, string type, string identity = "")
    {
        var client = new ZmtpClient(port);
        client.SendBytes([.. Greeting(), .. Ready(type, identity)]);
        var greeting = client.ReadBytes(64);
        Assert.Equal((byte)0xFF, greeting[0]);
        Assert.Equal([0x7F, 3], greeting[9..11]);
        Assert.Equal("NULL", Encoding.ASCII.GetString(greeting, 12, 20).TrimEnd('\0'));
        var (flags, ready) = client.ReadFrame();
        Assert.Equal(4, flags);
        Assert.Equal([5, .. "READY"u8], ready[..6]);
        var text = Encoding.ASCII.GetString(ready);
        client.PeerType = text[(text.IndexOf("Socket-Type", StringComparison.Ordinal) + 15)..].Split('\b')[0];
        if (type == "SUB")
            client.Send([[1]]);
        return client;
    }

    public void SendBytes(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
            bytes = bytes[_socket.Send(bytes, SocketFlags.None)..];
    }

    public void Send(IReadOnlyList<byte[]> frames)
    {
        using var message = new MemoryStream();
        for (var i = 0; i < frames.Count; i++)
            message.Write(Frame(i + 1 < frames.Count ? (byte)1 : (byte)0, frames[i]));
        SendBytes(message.ToArray());
    }

    public static byte[] Frame(byte flags, byte[] body)
    {
        if (body.Length <= 255)
            return [flags, (byte)body.Length, .. body];
        var size = new byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(size, (ulong)body.Length);
        return [(byte)(flags | 2), .. size, .. body];
    }

    /// <summary>The next message; commands between are passed over.</summary>
    public IReadOnlyList<byte[]> Receive()
    {
        var frames = new List<byte[]>();
        while (true)
        {
            var (flags, body) = ReadFrame();
            if ((flags & 4) != 0)
                continue;
            frames.Add(body);
            if ((flags & 1) == 0)
                return frames;
        }
    }

    public (byte Flags, byte[] Body) ReadFrame()
    {
        var flags = ReadBytes(1)[0];
        var size = (flags & 2) != 0 ? checked((int)BinaryPrimitives.ReadUInt64BigEndian(ReadBytes(8))) : ReadBytes(1)[0];
        return ((byte)(flags & ~2), ReadBytes(size));
    }

    public byte[] ReadBytes(int count)
    {
        var bytes = new byte[count];
        for (var at = 0; at < count;)
        {
            var read = _socket.Receive(bytes, at, count - at, SocketFlags.None);
            if (read == 0)
                throw new EndOfStreamException();
            at += read;
        }
        return bytes;
    }

    /// <summary>Reads until the other side closes.</summary>
    public byte[] ReadToEnd()
    {
        var all = new MemoryStream();
        var bytes = new byte[4096];
        try
        {
            for (int read; (read = _socket.Receive(bytes)) > 0;)
                all.Write(bytes, 0, read);
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.ConnectionReset)
        {
            // Closed while bytes of ours were on their way: closed all the same.
        }
        return all.ToArray();
    }

    public void Dispose() => _socket.Dispose();
}

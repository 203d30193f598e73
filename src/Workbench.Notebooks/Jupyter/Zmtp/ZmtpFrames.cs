using System.Buffers.Binary;
using System.Text;

namespace Workbench.Notebooks.Jupyter.Zmtp;

/// <summary>Bytes of ZMTP 3.0 (rfc.zeromq.org/spec/23): greeting, commands, messages.</summary>
internal static class ZmtpFrames
{
    public const int GreetingSize = 64;

    /// <summary>Flag bits of a frame.</summary>
    public const byte More = 1, Long = 2, Command = 4;

    private const byte MajorVersion = 3;

    /// <summary>Signature, version 3.0, mechanism NULL, zeros.</summary>
    public static byte[] Greeting()
    {
        var greeting = new byte[GreetingSize];
        greeting[0] = 0xFF;
        greeting[9] = 0x7F;
        greeting[10] = MajorVersion;
        "NULL"u8.CopyTo(greeting.AsSpan(12));
        return greeting;
    }

    /// <summary>False as soon as the beginning of a greeting shows that it is none of version 3 or later with mechanism NULL: there is no way down.</summary>
    public static bool CouldBeGreeting(ReadOnlySpan<byte> start)
    {
        if (start.Length > 0 && start[0] != 0xFF || start.Length > 9 && start[9] != 0x7F || start.Length > 10 && start[10] < MajorVersion)
            return false;
        Span<byte> mechanism = stackalloc byte[20];
        "NULL"u8.CopyTo(mechanism);
        return start.Length < 32 || start.Slice(12, 20).SequenceEqual(mechanism);
    }

    /// <summary>The READY command of a socket of a type.</summary>
    public static byte[] Ready(string socketType)
    {
        var body = new MemoryStream();
        WriteProperty(body, "Socket-Type", Encoding.ASCII.GetBytes(socketType));
        if (socketType == "ROUTER")
            WriteProperty(body, "Identity", []);
        return CommandFrame("READY", body.ToArray());
    }

    /// <summary>The command that tells a peer why it is turned away.</summary>
    public static byte[] Error(string reason) => CommandFrame("ERROR", [(byte)reason.Length, .. Encoding.ASCII.GetBytes(reason)]);

    /// <summary>A command in one frame.</summary>
    public static byte[] CommandFrame(string name, ReadOnlySpan<byte> body)
    {
        byte[] content = [(byte)name.Length, .. Encoding.ASCII.GetBytes(name), .. body];
        var frame = new byte[HeaderSize(content.Length) + content.Length];
        content.CopyTo(frame, WriteHeader(frame, Command, content.Length));
        return frame;
    }

    /// <summary>A message, all its frames after each other.</summary>
    public static byte[] Message(IReadOnlyList<byte[]> frames)
    {
        var message = new byte[frames.Sum(frame => (long)HeaderSize(frame.Length) + frame.Length)];
        var at = 0;
        for (var i = 0; i < frames.Count; i++)
        {
            at += WriteHeader(message.AsSpan(at), i + 1 < frames.Count ? More : (byte)0, frames[i].Length);
            frames[i].CopyTo(message, at);
            at += frames[i].Length;
        }
        return message;
    }

    /// <summary>The properties of a READY command, names without regard to case.</summary>
    /// <exception cref="FormatException">They are cut off.</exception>
    public static Dictionary<string, byte[]> ReadProperties(ReadOnlySpan<byte> body)
    {
        var properties = new Dictionary<string, byte[]>(StringComparer.OrdinalIgnoreCase);
        while (body.Length > 0)
        {
            int name = body[0];
            if (body.Length < 1 + name + 4 || BinaryPrimitives.ReadUInt32BigEndian(body[(1 + name)..]) is var size && size > body.Length - 5 - name)
                throw new FormatException("a property of READY is cut off");
            properties[Encoding.ASCII.GetString(body.Slice(1, name))] = body.Slice(5 + name, (int)size).ToArray();
            body = body[(5 + name + (int)size)..];
        }
        return properties;
    }

    private static int HeaderSize(int size) => size > 255 ? 9 : 2;

    private static int WriteHeader(Span<byte> at, byte flags, int size)
    {
        if (size <= 255)
        {
            at[0] = flags;
            at[1] = (byte)size;
            return 2;
        }
        at[0] = (byte)(flags | Long);
        BinaryPrimitives.WriteUInt64BigEndian(at[1..], (ulong)size);
        return 9;
    }

    private static void WriteProperty(MemoryStream body, string name, byte[] value)
    {
        body.WriteByte((byte)name.Length);
        body.Write(Encoding.ASCII.GetBytes(name));
        Span<byte> size = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(size, value.Length);
        body.Write(size);
        body.Write(value);
    }
}

using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Workbench.Notebooks.Jupyter.Zmtp;

/// <summary>A bound ZeroMQ socket with its peers. Its methods may be called from any thread unless they say otherwise.</summary>
internal sealed class ZmtpSocket
{
    private readonly SocketLoop _loop;
    private volatile ZmtpConnection[] _connections = [];
    private long _dropped;

    /// <summary>Binds; throws when the port is in use.</summary>
    public ZmtpSocket(SocketLoop loop, SocketKind kind, IPEndPoint endPoint)
    {
        _loop = loop;
        Kind = kind;
        Listener = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        // A restarted kernel takes the ports of the one before, whose connections linger. Set as the system's own SO_REUSEADDR:
        // .NET's option of this name would let another process share the port.
        if (!OperatingSystem.IsWindows())
            Listener.SetRawSocketOption(OperatingSystem.IsMacOS() ? 0xFFFF : 1, OperatingSystem.IsMacOS() ? 4 : 2, [1, 0, 0, 0]);
        Listener.Bind(endPoint);
        Listener.Listen(100);
        Listener.Blocking = false;
        loop.Add(this);
    }

    public SocketKind Kind { get; }

    public Socket Listener { get; }

    /// <summary>What happens with a message; called on the loop's thread, so it must not wait. Set before the loop starts.</summary>
    public Action<ZmtpConnection, IReadOnlyList<byte[]>> Received { get; set; } = (_, _) => { };

    /// <summary>Called on the loop's thread when a peer has made its first subscription.</summary>
    public Action<ZmtpConnection> Subscribed { get; set; } = _ => { };

    /// <summary>Called on the loop's thread when a peer is gone.</summary>
    public Action<ZmtpConnection> Closed { get; set; } = _ => { };

    /// <summary>The time in which a peer has to finish its handshake.</summary>
    public TimeSpan HandshakeLimit { get; set; } = ZmtpLimits.Handshake;

    /// <summary>The name of its type in the handshake.</summary>
    public string TypeName => Kind switch { SocketKind.Router => "ROUTER", SocketKind.Publisher => "PUB", _ => "REP" };

    /// <summary>Bytes that wait for peers.</summary>
    public long Waiting => _connections.Sum(connection => connection.Waiting);

    /// <summary>The peers; changed by the loop only.</summary>
    public ReadOnlySpan<ZmtpConnection> Connections => _connections;

    public bool SpeaksWith(string type) => Kind switch
    {
        SocketKind.Router => type is "DEALER" or "REQ" or "ROUTER",
        SocketKind.Publisher => type is "SUB" or "XSUB",
        _ => type is "REQ" or "DEALER",
    };

    /// <summary>Whether a peer of this identity is there.</summary>
    public bool Knows(byte[] identity) => Find(identity) is not null;

    /// <summary>Sends a message to the peer of an identity; it is dropped when there is none.</summary>
    public void Send(byte[] identity, IReadOnlyList<byte[]> frames) => Find(identity)?.Send(ZmtpFrames.Message(frames));

    /// <summary>
    /// Sends a message to all who subscribed to its first frame. For a subscriber that has not read for long, messages that may be dropped are;
    /// the others, small ones that say that a cell is done, still reach it.
    /// </summary>
    public void Publish(IReadOnlyList<byte[]> frames, bool mayBeDropped)
    {
        byte[]? message = null;
        foreach (var connection in _connections)
        {
            if (!connection.IsReady || !connection.Wants(frames[0]))
                continue;
            message ??= ZmtpFrames.Message(frames);
            if (!connection.Send(message, mayBeDropped ? ZmtpLimits.Droppable : ZmtpLimits.Waiting) && connection.Waiting > 0 && Interlocked.Increment(ref _dropped) == 1)
                Log("dropped a message to a subscriber that does not read; more will follow without a word");
        }
    }

    public void OnMessage(ZmtpConnection connection, IReadOnlyList<byte[]> frames) => Received(connection, frames);

    public void Wake() => _loop.Wake();

    public void Log(string text) => _loop.Log($"{TypeName}: {text}");

    /// <summary>Takes in all who knock; on the loop's thread.</summary>
    public void Accept()
    {
        // So many at once; the rest waits for the next turn.
        for (var i = 0; i < ZmtpLimits.Handshakes && Listener.Poll(0, SelectMode.SelectRead); i++)
        {
            Socket socket;
            try
            {
                socket = Listener.Accept();
            }
            catch (SocketException e) when (e.SocketErrorCode is SocketError.WouldBlock or SocketError.ConnectionReset or SocketError.ConnectionAborted)
            {
                // Gone again before it was taken in.
                return;
            }
            if (_connections.Length >= ZmtpLimits.Connections)
            {
                Log($"refused a connection beyond {ZmtpLimits.Connections}");
                socket.Dispose();
                continue;
            }
            socket.Blocking = false;
            socket.NoDelay = true;
            var unfinished = _connections.Where(connection => !connection.IsReady).ToList();
            if (unfinished.Count >= ZmtpLimits.Handshakes)
                Remove(unfinished[0]);
            _connections = [.. _connections, new ZmtpConnection(this, socket)];
        }
    }

    /// <summary>Closes the peers that have sent nonsense, or nothing for too long; on the loop's thread.</summary>
    public void Sweep()
    {
        foreach (var connection in _connections)
        {
            if (connection.IsDoomed || !connection.IsReady && Stopwatch.GetElapsedTime(connection.Since) > HandshakeLimit)
                Remove(connection);
        }
    }

    /// <summary>Closes a peer; on the loop's thread.</summary>
    public void Remove(ZmtpConnection connection)
    {
        _connections = [.. _connections.Where(other => other != connection)];
        connection.Close();
        Closed(connection);
    }

    // The newest wins: a client that comes back may have left a connection that nobody has noticed to be dead.
    private ZmtpConnection? Find(byte[] identity) =>
        Array.FindLast(_connections, connection => connection.IsReady && connection.Identity.AsSpan().SequenceEqual(identity));
}

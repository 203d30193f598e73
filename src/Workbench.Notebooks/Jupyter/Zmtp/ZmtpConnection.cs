using System.Diagnostics;
using System.Net.Sockets;
using System.Text;

namespace Workbench.Notebooks.Jupyter.Zmtp;

/// <summary>
/// A peer of a bound socket. The loop's thread reads; any thread sends, straight into the operating system's buffer while that has room,
/// else into a bounded queue that the loop empties. Nothing here ever waits for the peer.
/// </summary>
internal sealed class ZmtpConnection
{
    private const int ReadAtOnce = 1 << 20;

    private readonly ZmtpSocket _owner;
    private readonly ZmtpDecoder _decoder;
    private readonly Lock _gate = new();
    private readonly Queue<byte[]> _waiting = [];
    private readonly HashSet<string> _topics = [];
    private long _waitingBytes;
    private int _sent;
    private bool _isClosed;
    private volatile bool _isDoomed;
    private volatile byte[][] _subscriptions = [];
    private volatile bool _isReady;

    public ZmtpConnection(ZmtpSocket owner, Socket socket)
    {
        _owner = owner;
        Socket = socket;
        _decoder = new ZmtpDecoder { Greeted = () => Send(ZmtpFrames.Ready(owner.TypeName)), Commanded = OnCommand, Received = OnMessage };
        Send(ZmtpFrames.Greeting());
    }

    public Socket Socket { get; }

    /// <summary>What the peer calls itself; messages to a ROUTER's peer are addressed with it.</summary>
    public byte[] Identity { get; private set; } = [];

    /// <summary>Whether the handshake is done.</summary>
    public bool IsReady => _isReady;

    /// <summary>Whether the loop shall close it.</summary>
    public bool IsDoomed => _isDoomed;

    /// <summary>When it was accepted.</summary>
    public long Since { get; } = Stopwatch.GetTimestamp();

    /// <summary>Bytes that wait for the peer to read.</summary>
    public long Waiting
    {
        get
        {
            lock (_gate)
                return _waitingBytes;
        }
    }

    /// <summary>Reads what has come; false when the connection is at its end, by the peer's will or for what it sent.</summary>
    public bool Read()
    {
        for (var read = 0; read < ReadAtOnce && !_isDoomed;)
        {
            var count = Socket.Receive(_decoder.Room(), SocketFlags.None, out var error);
            if (error == SocketError.WouldBlock)
                return true;
            if (error != SocketError.Success || count == 0)
                return false;
            try
            {
                _decoder.Advance(count);
            }
            catch (FormatException e)
            {
                _owner.Log($"closed a connection that sent {e.Message}");
                return false;
            }
            read += count;
        }
        return !_isDoomed;
    }

    /// <summary>Whether a message with this topic is for the peer.</summary>
    public bool Wants(ReadOnlySpan<byte> topic)
    {
        foreach (var subscription in _subscriptions)
        {
            if (topic.StartsWith(subscription))
                return true;
        }
        return false;
    }

    /// <summary>Sends bytes that are frames already.</summary>
    /// <param name="bytes">Whole frames; not to be changed afterwards.</param>
    /// <param name="limit">So much may wait for the peer; beyond, nothing is sent and the answer is false.</param>
    public bool Send(byte[] bytes, long limit = ZmtpLimits.Waiting)
    {
        lock (_gate)
        {
            if (_isClosed || _isDoomed)
                return false;
            var sent = 0;
            if (_waiting.Count == 0 && !TrySend(bytes, 0, out sent) || _isDoomed)
                return false;
            if (sent == bytes.Length)
                return true;
            if (sent == 0 && _waitingBytes + bytes.Length > limit)
            {
                _isDoomed = limit >= ZmtpLimits.Waiting;
                return false;
            }
            if (_waiting.Count == 0)
                _sent = sent;
            _waiting.Enqueue(bytes);
            _waitingBytes += bytes.Length - sent;
        }
        _owner.Wake();
        return true;
    }

    /// <summary>Sends what waits, as far as there is room.</summary>
    public void SendWaiting()
    {
        lock (_gate)
        {
            while (!_isClosed && _waiting.TryPeek(out var bytes))
            {
                if (!TrySend(bytes, _sent, out var sent))
                    return;
                _sent += sent;
                _waitingBytes -= sent;
                if (_sent < bytes.Length)
                    return;
                _waiting.Dequeue();
                _sent = 0;
            }
        }
    }

    /// <summary>Has the loop close it.</summary>
    public void Doom() => _isDoomed = true;

    /// <summary>Closes it; on the loop's thread.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _isClosed = true;
            _waiting.Clear();
            _waitingBytes = 0;
            Socket.Dispose();
        }
    }

    private bool TrySend(byte[] bytes, int from, out int sent)
    {
        sent = Socket.Send(bytes.AsSpan(from), SocketFlags.None, out var error);
        if (error is SocketError.Success or SocketError.WouldBlock)
            return true;
        _isDoomed = true;
        _owner.Wake();
        return false;
    }

    private void OnCommand(string name, byte[] body)
    {
        if (!_isReady)
        {
            if (name != "READY")
                throw new FormatException($"the command {name} instead of READY");
            Handshake(ZmtpFrames.ReadProperties(body));
            return;
        }
        switch (name)
        {
            case "PING" when body.Length is >= 2 and <= 18:
                // After two bytes of patience comes what the answer repeats.
                Send(ZmtpFrames.CommandFrame("PONG", body.AsSpan(2)));
                break;
            case "SUBSCRIBE":
                Subscribe(body, true);
                break;
            case "CANCEL":
                Subscribe(body, false);
                break;
            case "ERROR":
                _isDoomed = true;
                break;
        }
    }

    private void Handshake(Dictionary<string, byte[]> properties)
    {
        var type = Encoding.ASCII.GetString(properties.GetValueOrDefault("Socket-Type") ?? []);
        if (!_owner.SpeaksWith(type))
        {
            Send(ZmtpFrames.Error("Incompatible socket type"));
            throw new FormatException($"the socket type '{type}' to a {_owner.TypeName}");
        }
        Identity = properties.GetValueOrDefault("Identity") ?? [];
        if (Identity.Length > 255)
            throw new FormatException($"an identity of {Identity.Length} bytes");
        if (Identity.Length == 0)
            Identity = [0, .. Guid.NewGuid().ToByteArray()];
        _isReady = true;
    }

    private void OnMessage(IReadOnlyList<byte[]> frames)
    {
        if (!_isReady)
            throw new FormatException("a message before READY");
        if (_owner.Kind != SocketKind.Publisher)
            _owner.OnMessage(this, frames);
        else if (frames is [[0 or 1, ..] subscription])
            Subscribe(subscription.AsSpan(1), subscription[0] == 1);
    }

    private void Subscribe(ReadOnlySpan<byte> topic, bool wanted)
    {
        var name = Convert.ToHexString(topic);
        var isFirst = wanted && _topics.Count == 0;
        if (wanted)
            _topics.Add(name);
        else
            _topics.Remove(name);
        if (_topics.Count > ZmtpLimits.Subscriptions)
            throw new FormatException($"more than {ZmtpLimits.Subscriptions} subscriptions");
        _subscriptions = [.. _topics.Select(Convert.FromHexString)];
        if (isFirst)
            _owner.Subscribed(this);
    }
}

using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Workbench.Notebooks.Jupyter.Zmtp;

/// <summary>
/// The one thread that accepts, reads and finishes writing for all sockets. It is a thread of its own and not the pool's work,
/// because cells may keep all of the pool busy, and the request to interrupt them must still come through.
/// </summary>
internal sealed class SocketLoop : IDisposable
{
    private const int SweepMicroseconds = 500_000;

    private readonly List<ZmtpSocket> _sockets = [];
    private readonly Socket _waker = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly Action<string> _log;
    private readonly Lock _turnLock = new();
    private readonly List<ManualResetEventSlim> _awaitingTurn = [];
    private readonly byte[] _woken = new byte[16];
    private int _isWoken;
    private volatile bool _isStopped;
    private Thread? _thread;

    /// <param name="log">Takes a line about peers that misbehave.</param>
    public SocketLoop(Action<string> log)
    {
        _log = log;
        // Connected to itself: takes datagrams from nobody else.
        _waker.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _waker.Connect(_waker.LocalEndPoint!);
        _waker.Blocking = false;
    }

    /// <summary>Adds a socket; before <see cref="Start"/>.</summary>
    public void Add(ZmtpSocket socket) => _sockets.Add(socket);

    /// <summary>Begins to serve.</summary>
    public void Start()
    {
        _thread = new Thread(Run) { IsBackground = true, Name = "jupyter sockets" };
        _thread.Start();
    }

    /// <summary>Makes the loop look at its sockets now.</summary>
    public void Wake()
    {
        if (Interlocked.Exchange(ref _isWoken, 1) == 0 && !_isStopped)
            _waker.Send([0], SocketFlags.None, out _);
    }

    /// <summary>Returns when everything that had reached this machine's buffers has been read.</summary>
    public void AwaitTurn(TimeSpan limit)
    {
        var turn = new ManualResetEventSlim();
        lock (_turnLock)
            _awaitingTurn.Add(turn);
        Wake();
        turn.Wait(limit);
    }

    /// <summary>Returns when peers have been sent all that waits for them, or after a time.</summary>
    public void Flush(TimeSpan limit)
    {
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed < limit && _sockets.Any(socket => socket.Waiting > 0))
            Thread.Sleep(5);
    }

    public void Log(string text) => _log(text);

    public void Dispose()
    {
        _isStopped = true;
        Interlocked.Exchange(ref _isWoken, 0);
        _waker.Send([0], SocketFlags.None, out _);
        _thread?.Join(TimeSpan.FromSeconds(1));
    }

    private void Run()
    {
        var readable = new List<Socket>();
        var writable = new List<Socket>();
        var peers = new Dictionary<Socket, ZmtpConnection>();
        while (!_isStopped)
        {
            try
            {
                Turn(readable, writable, peers);
            }
            catch (Exception e) when (e is SocketException or IOException or ObjectDisposedException)
            {
                // No descriptors left, for example; the next turn may find some.
                Log($"sockets: {e.Message}");
                Thread.Sleep(50);
            }
        }
        foreach (var socket in _sockets)
        {
            socket.Listener.Dispose();
            foreach (var connection in socket.Connections)
                connection.Close();
        }
        _waker.Dispose();
    }

    private void Turn(List<Socket> readable, List<Socket> writable, Dictionary<Socket, ZmtpConnection> peers)
    {
        ManualResetEventSlim[] awaiting;
        lock (_turnLock)
        {
            awaiting = [.. _awaitingTurn];
            _awaitingTurn.Clear();
        }
        readable.Clear();
        writable.Clear();
        peers.Clear();
        readable.Add(_waker);
        var isAnyUnfinished = false;
        foreach (var socket in _sockets)
        {
            readable.Add(socket.Listener);
            foreach (var connection in socket.Connections)
            {
                isAnyUnfinished |= !connection.IsReady;
                peers[connection.Socket] = connection;
                readable.Add(connection.Socket);
                if (connection.Waiting > 0)
                    writable.Add(connection.Socket);
            }
        }
        Socket.Select(readable, writable, null, awaiting.Length > 0 ? 0 : isAnyUnfinished ? SweepMicroseconds : -1);

        foreach (var socket in writable)
            peers[socket].SendWaiting();
        foreach (var ready in readable)
        {
            if (ready == _waker)
            {
                while (_waker.Receive(_woken, SocketFlags.None, out var error) > 0 && error == SocketError.Success)
                {
                }
                // Not before: the datagram of a wake-up that came between the two would be gone and its mark would stay, and nobody would wake the loop again.
                // Whoever finds the mark still set has its work seen in the next turn.
                Interlocked.Exchange(ref _isWoken, 0);
            }
            else if (peers.TryGetValue(ready, out var connection) && !connection.Read())
                connection.Doom();
        }
        foreach (var socket in _sockets)
        {
            if (readable.Contains(socket.Listener))
                socket.Accept();
            socket.Sweep();
        }
        foreach (var turn in awaiting)
            turn.Set();
    }
}

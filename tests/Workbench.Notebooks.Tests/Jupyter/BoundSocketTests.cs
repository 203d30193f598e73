using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Workbench.Notebooks.Jupyter.Zmtp;

namespace Workbench.Notebooks.Tests.Jupyter;

/// <summary>What peers, well-behaved or not, do to bound sockets.</summary>
public sealed class BoundSocketTests : IDisposable
{
    private readonly List<string> _log = [];
    private readonly SocketLoop _loop;
    private readonly ZmtpSocket _router;
    private readonly ZmtpSocket _publisher;
    private readonly ZmtpSocket _reply;

    public BoundSocketTests()
    {
        _loop = new SocketLoop(line =>
        {
            lock (_log)
                _log.Add(line);
        });
        _router = new ZmtpSocket(_loop, SocketKind.Router, new IPEndPoint(IPAddress.Loopback, 0));
        _publisher = new ZmtpSocket(_loop, SocketKind.Publisher, new IPEndPoint(IPAddress.Loopback, 0));
        _reply = new ZmtpSocket(_loop, SocketKind.Reply, new IPEndPoint(IPAddress.Loopback, 0));
        // Each socket of these tests sends back what it receives.
        _router.Received = (peer, frames) => _router.Send(peer.Identity, frames);
        _reply.Received = (peer, frames) => peer.Send(ZmtpFrames.Message(frames));
        _loop.Start();
    }

    public void Dispose() => _loop.Dispose();

    private static int PortOf(ZmtpSocket socket) => ((IPEndPoint)socket.Listener.LocalEndPoint!).Port;

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private void AssertEcho(ZmtpSocket socket, string type)
    {
        using var client = ZmtpClient.Connect(PortOf(socket), type);
        client.Send([[], Bytes("still here")]);
        Assert.Equal([[], Bytes("still here")], client.Receive());
    }

    private static void WaitFor(Func<bool> condition)
    {
        var watch = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(watch.ElapsedMilliseconds < ZmtpClient.Patience, "what was waited for did not come");
            Thread.Sleep(5);
        }
    }

    [Theory]
    [InlineData("DEALER")]
    [InlineData("REQ")]
    public void Messages_of_one_and_many_and_long_frames_come_back_whole(string type)
    {
        using var client = ZmtpClient.Connect(PortOf(_router), type, "me");
        Assert.Equal("ROUTER", client.PeerType);
        var random = new Random(1);
        foreach (var sizes in (int[][])[[0], [255, 256], [1, 0, 70_000], [5_000_000, 3], [.. Enumerable.Repeat(2, 300)]])
        {
            var frames = sizes.Select(size => new byte[size]).ToList();
            frames.ForEach(random.NextBytes);
            client.Send(frames);
            Assert.Equal(frames, client.Receive());
        }
    }

    [Fact]
    public void Bytes_may_come_one_at_a_time()
    {
        using var client = new ZmtpClient(PortOf(_router));
        foreach (var value in (byte[])[.. ZmtpClient.Greeting(), .. ZmtpClient.Ready("DEALER", "slow"), .. ZmtpClient.Frame(1, Bytes("a")), .. ZmtpClient.Frame(0, new byte[300])])
            client.SendBytes([value]);
        client.ReadBytes(64);
        client.ReadFrame();
        Assert.Equal([Bytes("a"), new byte[300]], client.Receive());
    }

    [Fact]
    public void A_peer_of_a_later_version_is_taken_and_one_of_an_earlier_is_not()
    {
        using var later = new ZmtpClient(PortOf(_reply));
        later.SendBytes([.. ZmtpClient.Greeting(major: 3, minor: 1), .. ZmtpClient.Ready("REQ"), .. ZmtpClient.Frame(0, Bytes("ping"))]);
        later.ReadBytes(64);
        later.ReadFrame();
        Assert.Equal([Bytes("ping")], later.Receive());

        foreach (var old in (byte[][])[ZmtpClient.Greeting(major: 1), ZmtpClient.Greeting(major: 0), [0x01, 0x00], ZmtpClient.Greeting(mechanism: "PLAIN"), ZmtpClient.Greeting(mechanism: "NULLS")])
        {
            using var client = new ZmtpClient(PortOf(_reply));
            client.SendBytes(old);
            Assert.Equal(64, client.ReadToEnd().Length);
        }
        AssertEcho(_reply, "REQ");
    }

    public static TheoryData<byte[]> Nonsense => new()
    {
        Bytes("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"),
        new byte[200],
        (byte[])[.. ZmtpClient.Greeting(), .. ZmtpClient.Frame(0, Bytes("a message before READY"))],
        (byte[])[.. ZmtpClient.Greeting(), .. ZmtpClient.Frame(4, [9, .. "SUBSCRIBE"u8])],
        (byte[])[.. ZmtpClient.Greeting(), .. ZmtpClient.Frame(4, [200, 1, 2])],
        (byte[])[.. ZmtpClient.Greeting(), .. ZmtpClient.Frame(4, [5, .. "READY"u8, 11, .. "Socket-Type"u8, 0xFF, 0xFF, 0xFF, 0xFF, 1])],
        (byte[])[.. ZmtpClient.Greeting(), .. ZmtpClient.Ready("PUB")],
        (byte[])[.. ZmtpClient.Greeting(), .. ZmtpClient.Ready("DEALER"), 0xFF, 1, 1],
        (byte[])[.. ZmtpClient.Greeting(), .. ZmtpClient.Ready("DEALER"), 5, 1, 0],
        // Frames said to have 2^63, 2^64 - 1 and one more than the allowed bytes; a command of 2^40.
        (byte[])[.. ZmtpClient.Greeting(), .. ZmtpClient.Ready("DEALER"), 2, 0x80, 0, 0, 0, 0, 0, 0, 0],
        (byte[])[.. ZmtpClient.Greeting(), .. ZmtpClient.Ready("DEALER"), 3, 255, 255, 255, 255, 255, 255, 255, 255],
        (byte[])[.. ZmtpClient.Greeting(), .. ZmtpClient.Ready("DEALER"), 2, 0, 0, 0, 0, 0x10, 0, 0, 1],
        (byte[])[.. ZmtpClient.Greeting(), .. ZmtpClient.Ready("DEALER"), 6, 0, 0, 1, 0, 0, 0, 0, 0],
        (byte[])[.. ZmtpClient.Greeting(), .. ZmtpClient.Ready("DEALER"), .. Enumerable.Repeat<byte[]>([1, 0], 2000).SelectMany(frame => frame)],
    };

    [Theory]
    [MemberData(nameof(Nonsense))]
    public void A_peer_that_sends_nonsense_is_closed_and_the_others_are_not(byte[] bytes)
    {
        using var good = ZmtpClient.Connect(PortOf(_router), "DEALER", "good");
        using var bad = new ZmtpClient(PortOf(_router));
        bad.SendBytes(bytes);
        bad.ReadToEnd();
        good.Send([Bytes("hello")]);
        Assert.Equal([Bytes("hello")], good.Receive());
        lock (_log)
            Assert.Single(_log);
    }

    [Fact]
    public void Peers_that_do_not_finish_their_handshake_make_room_for_others()
    {
        var silent = Enumerable.Range(0, 3 * ZmtpLimits.Handshakes).Select(_ => new ZmtpClient(PortOf(_router))).ToList();
        AssertEcho(_router, "DEALER");
        WaitFor(() => _router.Connections.Length <= ZmtpLimits.Handshakes);
        silent.ForEach(client => client.Dispose());
        WaitFor(() => _router.Connections.Length == 0);
    }

    [Fact]
    public void A_handshake_has_a_time_limit()
    {
        _router.HandshakeLimit = TimeSpan.FromMilliseconds(100);
        using var client = new ZmtpClient(PortOf(_router));
        client.SendBytes(ZmtpClient.Greeting().AsSpan(0, 20));
        Assert.Equal(64, client.ReadToEnd().Length);
        _router.HandshakeLimit = TimeSpan.FromMinutes(1);
        AssertEcho(_router, "DEALER");
    }

    [Fact]
    public void Connections_are_counted_and_a_flood_of_them_leaves_the_others_alone()
    {
        using var good = ZmtpClient.Connect(PortOf(_reply), "REQ");
        var crowd = new List<ZmtpClient>();
        for (var i = 0; i < ZmtpLimits.Connections - 1; i++)
            crowd.Add(ZmtpClient.Connect(PortOf(_reply), "REQ"));
        using var tooMany = new ZmtpClient(PortOf(_reply));
        Assert.Empty(tooMany.ReadToEnd());
        good.Send([Bytes("x")]);
        Assert.Equal([Bytes("x")], good.Receive());
        crowd.ForEach(client => client.Dispose());
        WaitFor(() => _reply.Connections.Length == 1);
        AssertEcho(_reply, "REQ");
    }

    [Fact]
    public void Subscribers_get_what_they_asked_for_and_no_more_once_they_cancel()
    {
        using var some = new ZmtpClient(PortOf(_publisher));
        some.SendBytes([.. ZmtpClient.Greeting(), .. ZmtpClient.Ready("SUB"), .. ZmtpClient.Frame(4, [9, .. "SUBSCRIBE"u8, .. "str"u8])]);
        some.ReadBytes(64);
        some.ReadFrame();
        using var all = ZmtpClient.Connect(PortOf(_publisher), "SUB");
        WaitFor(() => Wanting("stream") == 2 && Wanting("status") == 1);
        _publisher.Publish([Bytes("status"), Bytes("1")], mayBeDropped: false);
        _publisher.Publish([Bytes("stream"), Bytes("2")], mayBeDropped: false);
        Assert.Equal([Bytes("stream"), Bytes("2")], some.Receive());
        Assert.Equal([Bytes("status"), Bytes("1")], all.Receive());
        Assert.Equal([Bytes("stream"), Bytes("2")], all.Receive());
        some.SendBytes(ZmtpClient.Frame(4, [6, .. "CANCEL"u8, .. "str"u8]));
        all.Send([[0]]);
        WaitFor(() => Wanting("stream") == 0);

        int Wanting(string topic)
        {
            var count = 0;
            foreach (var connection in _publisher.Connections)
                count += connection.Wants(Bytes(topic)) ? 1 : 0;
            return count;
        }
    }

    [Fact]
    public void A_ping_is_answered_with_its_context()
    {
        using var client = ZmtpClient.Connect(PortOf(_router), "DEALER");
        client.SendBytes(ZmtpClient.Frame(4, [4, .. "PING"u8, 0, 100, .. "context"u8]));
        var (flags, body) = client.ReadFrame();
        Assert.Equal(4, flags);
        Assert.Equal((byte[])[4, .. "PONG"u8, .. "context"u8], body);
    }

    [Fact]
    public void A_subscriber_that_does_not_read_holds_nobody_up_and_still_hears_what_matters()
    {
        using var slow = ZmtpClient.Connect(PortOf(_publisher), "SUB");
        using var fast = ZmtpClient.Connect(PortOf(_publisher), "SUB");
        WaitFor(() => _publisher.Connections.Length == 2 && _publisher.Connections[0].Wants([]) && _publisher.Connections[1].Wants([]));
        var big = new byte[1 << 20];
        const int Count = 150;
        for (var i = 0; i < Count; i++)
        {
            big[0] = (byte)i;
            _publisher.Publish([Bytes("stream"), (byte[])big.Clone()], mayBeDropped: true);
            Assert.Equal((byte)i, fast.Receive()[1][0]);
        }
        Assert.InRange(_publisher.Waiting, 32L << 20, ZmtpLimits.Droppable);
        _publisher.Publish([Bytes("status"), Bytes("idle")], mayBeDropped: false);
        Assert.Equal(Bytes("idle"), fast.Receive()[1]);

        var got = new List<byte[]>();
        while (got.LastOrDefault() is not [.., (byte)'e'])
            got.Add(slow.Receive()[1]);
        Assert.InRange(got.Count, 32, Count);
        // What came, came in order and from the start on.
        Assert.Equal(Enumerable.Range(0, got.Count - 1), got.SkipLast(1).Select(frame => (int)frame[0]));
    }

    [Fact]
    public void What_did_not_fit_at_once_goes_out_also_when_many_threads_wake_the_loop()
    {
        var big = new byte[8 << 20];
        var failures = new System.Collections.Concurrent.ConcurrentQueue<Exception>();
        var threads = Enumerable.Range(0, 4).Select(k => new Thread(() =>
        {
            try
            {
                using var client = ZmtpClient.Connect(PortOf(_router), "DEALER", $"{k}");
                WaitFor(() => _router.Knows(Bytes($"{k}")));
                for (var i = 0; i < 60; i++)
                {
                    _router.Send(Bytes($"{k}"), [big]);
                    Assert.Equal(big.Length, client.Receive()[0].Length);
                }
            }
            catch (Exception e)
            {
                failures.Enqueue(e);
            }
        })).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        Assert.Empty(failures);
    }

    [Fact]
    public void Of_two_peers_with_one_identity_the_later_gets_the_answers()
    {
        using var first = ZmtpClient.Connect(PortOf(_router), "DEALER", "same");
        using var second = ZmtpClient.Connect(PortOf(_router), "DEALER", "same");
        second.Send([Bytes("2")]);
        Assert.Equal([Bytes("2")], second.Receive());
        first.Send([Bytes("1")]);
        Assert.Equal([Bytes("1")], second.Receive());
    }

    [Fact]
    public void A_port_in_use_is_refused() =>
        Assert.Throws<SocketException>(() => new ZmtpSocket(new SocketLoop(_ => { }), SocketKind.Reply, new IPEndPoint(IPAddress.Loopback, PortOf(_reply))));
}

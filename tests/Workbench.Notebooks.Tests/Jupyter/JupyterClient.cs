using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Workbench.Notebooks.Tests.Jupyter;

/// <summary>A Jupyter client on the wire: sends requests, checks every signature that comes, keeps what comes in order.</summary>
internal sealed class JupyterClient : IDisposable
{
    private readonly string _identity = Guid.NewGuid().ToString("N");
    private readonly ZmtpClient _shell;
    private readonly ZmtpClient _control;
    private readonly ZmtpClient _stdin;
    private readonly ZmtpClient _iopub;
    private readonly List<Message> _published = [];
    private readonly object _gate = new();
    private readonly BlockingCollection<Message> _shellReplies = [];
    private readonly BlockingCollection<Message> _controlReplies = [];
    private readonly BlockingCollection<Message> _questions = [];
    private int _count;

    public JupyterClient(int[] ports)
    {
        _iopub = Dial(ports[1], "SUB");
        _shell = Dial(ports[0], "DEALER");
        _stdin = Dial(ports[2], "DEALER");
        _control = Dial(ports[3], "DEALER");
        Listen(_iopub, message =>
        {
            lock (_gate)
            {
                _published.Add(message);
                Monitor.PulseAll(_gate);
            }
        });
        Listen(_shell, _shellReplies.Add);
        Listen(_control, _controlReplies.Add);
        Listen(_stdin, _questions.Add);
        // As real clients do: asks until an answer and something on iopub has come.
        while (true)
        {
            var id = Send("kernel_info_request", []);
            Reply();
            lock (_gate)
            {
                if (_published.Any(message => message.Parent == id) || Monitor.Wait(_gate, 200) && _published.Count > 0)
                    break;
            }
        }
    }

    public sealed record Message(string Type, string Id, string Parent, JsonNode Content, JsonNode Header, JsonNode ParentHeader, JsonNode Metadata)
    {
        public string Text(string name) => (string)Content[name]!;
    }

    public string Session { get; } = Guid.NewGuid().ToString("N");

    public IReadOnlyList<Message> Published
    {
        get
        {
            lock (_gate)
                return [.. _published];
        }
    }

    public static ZmtpClient Dial(int port, string type, string identity)
    {
        for (var i = 0; ; i++)
        {
            try
            {
                return ZmtpClient.Connect(port, type, identity);
            }
            catch (SocketException) when (i < 3000)
            {
                // The kernel is about to start.
                Thread.Sleep(10);
            }
        }
    }

    public static IReadOnlyList<byte[]> Frames(JsonNode header, JsonNode content, JsonNode? parent = null, JsonNode? metadata = null, string? key = null)
    {
        byte[][] parts = [.. new[] { header, parent ?? new JsonObject(), metadata ?? new JsonObject(), content }.Select(part => Encoding.UTF8.GetBytes(part.ToJsonString()))];
        return [Encoding.ASCII.GetBytes("<IDS|MSG>"), Sign(parts, key ?? KernelUnderTest.Key), .. parts];
    }

    public JsonObject Header(string type) => new()
    {
        ["msg_id"] = $"{Session}-{++_count}",
        ["session"] = Session,
        ["username"] = "tests",
        ["date"] = DateTime.UtcNow.ToString("o"),
        ["msg_type"] = type,
        ["version"] = "5.3",
        ["unknown"] = new JsonArray(1, 2),
    };

    /// <summary>Sends a request; returns its id.</summary>
    public string Send(string type, JsonObject content, JsonObject? metadata = null, bool onControl = false)
    {
        var header = Header(type);
        (onControl ? _control : _shell).Send(Frames(header, content, metadata: metadata));
        return (string)header["msg_id"]!;
    }

    public void SendRaw(IReadOnlyList<byte[]> frames) => _shell.Send(frames);

    public string Execute(string code, bool silent = false, bool stopOnError = true, bool allowStdin = false, bool storeHistory = true, JsonObject? expressions = null, JsonObject? metadata = null) =>
        Send("execute_request", new JsonObject
        {
            ["code"] = code,
            ["silent"] = silent,
            ["store_history"] = storeHistory,
            ["stop_on_error"] = stopOnError,
            ["allow_stdin"] = allowStdin,
            ["user_expressions"] = expressions ?? [],
        }, metadata);

    /// <summary>The next answer on a channel.</summary>
    public Message Reply(bool onControl = false) => Take(onControl ? _controlReplies : _shellReplies);

    /// <summary>Sends a request and returns its answer, which must be the next one.</summary>
    public Message Ask(string type, JsonObject content, bool onControl = false)
    {
        var id = Send(type, content, onControl: onControl);
        var reply = Reply(onControl);
        Assert.Equal(id, reply.Parent);
        return reply;
    }

    /// <summary>Runs a cell to its end; its answer and what it published between busy and idle.</summary>
    public (Message Reply, IReadOnlyList<Message> Outputs) Run(string code, JsonObject? metadata = null)
    {
        var id = Execute(code, metadata: metadata);
        var reply = Reply();
        Assert.Equal(id, reply.Parent);
        return (reply, OutputsOf(id));
    }

    /// <summary>What a request published, once it is idle; without busy and idle themselves.</summary>
    public IReadOnlyList<Message> OutputsOf(string id)
    {
        WaitForPublished(message => message.Parent == id && IsStatus(message, "idle"));
        var all = Published.Where(message => message.Parent == id).ToList();
        Assert.True(IsStatus(all[0], "busy"));
        return [.. all.Where(message => message.Type != "status")];
    }

    public static bool IsStatus(Message message, string state) => message.Type == "status" && message.Text("execution_state") == state;

    public Message WaitForPublished(Func<Message, bool> condition)
    {
        lock (_gate)
        {
            for (var at = 0; ; at++)
            {
                while (at >= _published.Count)
                    Assert.True(Monitor.Wait(_gate, ZmtpClient.Patience), "what was waited for has not been published");
                if (condition(_published[at]))
                    return _published[at];
            }
        }
    }

    /// <summary>The next question to the person at the front end.</summary>
    public Message Question() => Take(_questions);

    public void AnswerQuestion(string value, Message? question = null) =>
        _stdin.Send(Frames(Header("input_reply"), new JsonObject { ["value"] = value }, question?.Header.DeepClone()));

    public static string TextOf(IEnumerable<Message> outputs, string stream) =>
        string.Concat(outputs.Where(message => message.Type == "stream" && message.Text("name") == stream).Select(message => message.Text("text")));

    public void Dispose()
    {
        foreach (var channel in new[] { _shell, _control, _stdin, _iopub })
            channel.Dispose();
    }

    private static Message Take(BlockingCollection<Message> queue)
    {
        Assert.True(queue.TryTake(out var message, ZmtpClient.Patience), "no answer");
        return message;
    }

    private static byte[] Sign(byte[][] parts, string key) =>
        Encoding.ASCII.GetBytes(Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(key), parts.SelectMany(part => part).ToArray())));

    private static Message Parse(IReadOnlyList<byte[]> frames)
    {
        var at = frames.ToList().FindIndex(frame => frame.AsSpan().SequenceEqual("<IDS|MSG>"u8));
        byte[][] parts = [.. frames.Skip(at + 2).Take(4)];
        Assert.Equal(Sign(parts, KernelUnderTest.Key), frames[at + 1]);
        var json = parts.Select(part => JsonNode.Parse(part)!).ToList();
        return new Message((string)json[0]["msg_type"]!, (string)json[0]["msg_id"]!, (string?)json[1]["msg_id"] ?? "", json[3], json[0], json[1], json[2]);
    }

    private static void Listen(ZmtpClient channel, Action<Message> take) => new Thread(() =>
    {
        try
        {
            while (true)
            {
                try
                {
                    take(Parse(channel.Receive()));
                }
                catch (SocketException e) when (e.SocketErrorCode is SocketError.TimedOut or SocketError.WouldBlock)
                {
                    // Nothing has come for long.
                }
            }
        }
        catch (Exception e) when (e is SocketException or EndOfStreamException or ObjectDisposedException)
        {
            // The kernel or the test has ended.
        }
    })
    { IsBackground = true }.Start();

    private ZmtpClient Dial(int port, string type) => Dial(port, type, _identity);
}

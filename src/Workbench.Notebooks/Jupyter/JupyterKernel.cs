using System.Net;
using System.Runtime.InteropServices;
using Workbench.Notebooks.Engine;
using Workbench.Notebooks.Jupyter.Channels;
using Workbench.Notebooks.Jupyter.Wire;
using Workbench.Notebooks.Jupyter.Zmtp;
using Workbench.Notebooks.Kernels;
using Workbench.Notebooks.Serve;

namespace Workbench.Notebooks.Jupyter;

/// <summary>
/// The kernel process of Jupyter clients (message protocol 5.3 over ZeroMQ): reads a connection file, binds its five sockets and serves until
/// it is told to stop or the process that started it has gone.
/// </summary>
internal sealed class JupyterKernel
{
    private static readonly TimeSpan CalmAfterStart = TimeSpan.FromSeconds(1);

    private readonly KernelLog _log;
    private readonly SocketLoop _loop;
    private readonly ZmtpSocket _shell;
    private readonly ZmtpSocket _control;
    private readonly Publisher _publisher;
    private readonly Replies _replies;
    private readonly MessageReader _reader;
    private readonly InputChannel _input;
    private readonly Services _services;
    private readonly CellQueue _cells;
    private readonly RequestWorker _serviceWorker;
    private readonly RequestWorker _controlWorker;
    private readonly NotebookKernel _kernel;
    private readonly IReadOnlyList<NativeOutput> _native;
    private readonly ManualResetEventSlim _isAskedToEnd = new();

    private JupyterKernel(ConnectionFile connection, KernelLog log, IReadOnlyList<NativeOutput> native)
    {
        _log = log;
        _native = native;
        // Bound before anything slow: clients knock from the first moment on, and the system lets them wait.
        _loop = new SocketLoop(log.Write);
        _shell = Bind(SocketKind.Router, connection.ShellPort);
        _control = Bind(SocketKind.Router, connection.ControlPort);
        var stdin = Bind(SocketKind.Router, connection.StdinPort);
        var iopub = Bind(SocketKind.Publisher, connection.IopubPort);
        var heartbeat = Bind(SocketKind.Reply, connection.HeartbeatPort);

        var signer = new MessageSigner(connection.Key);
        var writer = new MessageWriter(signer);
        _reader = new MessageReader(signer);
        _publisher = new Publisher(iopub, writer);
        _replies = new Replies(_publisher, writer);
        _input = new InputChannel(stdin, writer);
        _kernel = new NotebookKernel(Environment.CurrentDirectory);
        var comms = CommRegistry.Current = new CommRegistry(_publisher);
        var history = new CellHistory();
        _services = new Services(_kernel, history, comms);
        _cells = new CellQueue(_kernel, _publisher, _replies, _input, comms, history)
        {
            AwaitArrivals = () => _loop.AwaitTurn(TimeSpan.FromSeconds(1)),
            DrainNativeOutput = () =>
            {
                foreach (var output in native)
                    output.Drain();
            },
        };
        _serviceWorker = new RequestWorker("jupyter requests", Answer);
        _controlWorker = new RequestWorker("jupyter control", OnControl);

        _shell.Received = (peer, frames) => Read(_shell, peer, frames, Route);
        _control.Received = (peer, frames) => Read(_control, peer, frames, RouteControl);
        stdin.Received = (peer, frames) => Read(stdin, peer, frames, request => _input.OnReply(request.Peer, request.Message));
        iopub.Subscribed = _publisher.Greet;
        stdin.Closed = peer => _input.OnClosed(peer.Identity);
        heartbeat.Received = (peer, frames) => peer.Send(ZmtpFrames.Message(frames));

        ZmtpSocket Bind(SocketKind kind, int port) => new(_loop, kind, new IPEndPoint(connection.Ip, port));
    }

    /// <summary>Serves; returns the exit code.</summary>
    /// <param name="connectionFile">The file that the client has written.</param>
    public static int Run(string connectionFile)
    {
        using var log = new KernelLog(Console.OpenStandardError());
        ConnectionFile connection;
        try
        {
            connection = ConnectionFile.Read(connectionFile, name => Environment.GetEnvironmentVariable(name) == "1", log.Write);
        }
        catch (Exception e) when (e is FormatException or IOException or UnauthorizedAccessException)
        {
            log.Write(e.Message);
            return 2;
        }
        var native = NativeOutput.TakeBoth(out var standardError);
        if (standardError is not null)
            log.MoveTo(standardError);
        try
        {
            new JupyterKernel(connection, log, native).Serve();
        }
        catch (System.Net.Sockets.SocketException e)
        {
            log.Write($"the ports of '{connectionFile}' cannot be bound: {e.Message}");
            return 1;
        }
        return 0;
    }

    private void Serve()
    {
        using var interrupt = Handle(PosixSignal.SIGINT, Interrupt);
        using var terminate = Handle(PosixSignal.SIGTERM, _isAskedToEnd.Set);
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
        {
            if (!_isAskedToEnd.IsSet)
                _cells.AnswerBeforeExit();
            _loop.Flush(TimeSpan.FromMilliseconds(300));
        };
        _ = WarmUpAsync();
        _loop.Start();
        _controlWorker.Start();
        _serviceWorker.Start();
        _cells.Start();
        ParentWatch.Start(_isAskedToEnd.Set);
        _isAskedToEnd.Wait();
        _loop.Flush(TimeSpan.FromMilliseconds(300));
        ProcessEnd.Exit(0);
    }

    private async Task WarmUpAsync()
    {
        await _kernel.WarmUpAsync();
        // The first cell may be here by now and shall have the processor for itself.
        await Task.Delay(CalmAfterStart);
        await _kernel.WarmUpIntelligenceAsync();
    }

    private static PosixSignalRegistration Handle(PosixSignal signal, Action act) => PosixSignalRegistration.Create(signal, context =>
    {
        context.Cancel = true;
        act();
    });

    private void Read(ZmtpSocket socket, ZmtpConnection peer, IReadOnlyList<byte[]> frames, Action<Request> route)
    {
        if (_reader.Read(frames, out var problem) is { } message)
            route(new Request(message, socket, peer.Identity));
        else
            _log.Write($"dropped {problem}");
    }

    private void Route(Request request)
    {
        switch (request.Message.Type)
        {
            case "execute_request" or "comm_open" or "comm_msg" or "comm_close":
                _cells.Add(request);
                break;
            case "shutdown_request" or "interrupt_request":
                _controlWorker.Add(request);
                break;
            default:
                _serviceWorker.Add(request);
                break;
        }
    }

    private void RouteControl(Request request)
    {
        // What may take a while must not stand before an interrupt.
        if (request.Message.Type is "complete_request" or "inspect_request" or "is_complete_request")
            _serviceWorker.Add(request);
        else
            _controlWorker.Add(request);
    }

    private void OnControl(Request request)
    {
        switch (request.Message.Type)
        {
            case "shutdown_request":
                _replies.Answer(request, () =>
                {
                    var reply = Replies.Ok();
                    reply["restart"] = request.Message.Flag("restart", false);
                    return reply;
                });
                _isAskedToEnd.Set();
                break;
            case "interrupt_request":
                Interrupt();
                _replies.Answer(request, Replies.Ok);
                break;
            default:
                Answer(request);
                break;
        }
    }

    private void Answer(Request request)
    {
        if (_services.AnswerTo(request) is { } answer)
        {
            _replies.Answer(request, answer);
            return;
        }
        _log.Write($"ignored a message of type '{request.Message.Type}'");
        _publisher.Busy(request, isCell: false);
        _publisher.Idle(request);
    }

    private void Interrupt()
    {
        // On a thread of its own: whoever asks, asks from a thread that must go on.
        if (_cells.Interruption is { } stop)
            new Thread(() => stop()) { IsBackground = true, Name = "jupyter interrupt" }.Start();
    }
}

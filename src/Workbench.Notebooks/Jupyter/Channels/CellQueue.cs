using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using Workbench.Notebooks.Engine;
using Workbench.Notebooks.Format;
using Workbench.Notebooks.Kernels;

namespace Workbench.Notebooks.Jupyter.Channels;

/// <summary>Runs the requests that run code, one after the other, on a thread of its own.</summary>
internal sealed class CellQueue
{
    private static readonly CellError Aborted = new("ExecutionAborted", "a cell before this one failed, so this one has not been run", []);

    private readonly NotebookKernel _kernel;
    private readonly Publisher _publisher;
    private readonly Replies _replies;
    private readonly InputChannel _input;
    private readonly CommRegistry _comms;
    private readonly CellHistory _history;
    private readonly BlockingCollection<Request> _requests = [];
    private readonly CallingContext _context = new();
    private volatile RunningCell? _running;
    private int _count;

    /// <param name="kernel">Runs the cells.</param>
    /// <param name="publisher">Shows outputs.</param>
    /// <param name="replies">Answers.</param>
    /// <param name="input">Asks questions.</param>
    /// <param name="comms">Takes the messages of widgets.</param>
    /// <param name="history">Remembers the cells.</param>
    public CellQueue(NotebookKernel kernel, Publisher publisher, Replies replies, InputChannel input, CommRegistry comms, CellHistory history)
    {
        _kernel = kernel;
        _publisher = publisher;
        _replies = replies;
        _input = input;
        _comms = comms;
        _history = history;
    }

    /// <summary>Returns when all that had been sent by now has come.</summary>
    public required Action AwaitArrivals { get; init; }

    /// <summary>Returns when what native code has printed is with its cell.</summary>
    public required Action DrainNativeOutput { get; init; }

    /// <summary>Begins to work.</summary>
    public void Start() => new Thread(Run) { IsBackground = true, Name = "jupyter cells" }.Start();

    /// <summary>Appends a request.</summary>
    public void Add(Request request) => _requests.Add(request);

    /// <summary>What stops the cell that runs now, and no later one; done a second time, at once. Null when none runs.</summary>
    public Action? Interruption => _running is not { } cell ? null : () =>
    {
        // By its token first: that also reaches a cell which is about to begin.
        if (!cell.Cancellation.IsCancellationRequested)
            cell.Cancellation.Cancel();
        else if (_running == cell)
            _kernel.Interrupt();
    };

    /// <summary>The process ends by the running cell's own will: its request is answered before.</summary>
    public void AnswerBeforeExit()
    {
        if (_running is not { } cell || cell.Request.Message.Type != "execute_request")
            return;
        CellScope.Current?.Flush();
        _replies.Send(cell.Request, Ok(cell.Number));
        _publisher.Idle(cell.Request);
    }

    private void Run()
    {
        // The requests that were waiting when a cell failed.
        IReadOnlySet<Request> aborted = new HashSet<Request>();
        foreach (var request in _requests.GetConsumingEnumerable())
        {
            if (request.Message.Type.StartsWith("comm_", StringComparison.Ordinal))
                RunComm(request);
            else if (aborted.Contains(request))
                Abort(request);
            else
                aborted = Execute(request);
        }
    }

    private void Abort(Request request) => _replies.Answer(request, () => Error(Aborted, _count));

    private void RunComm(Request request)
    {
        _publisher.Busy(request, isCell: true);
        var frontend = new JupyterFrontend(_publisher, null, request, _count, isSilent: false);
        var cancellation = new CancellationTokenSource();
        _running = new RunningCell(request, _count, cancellation);
        var outcome = _context.Wait(() => _kernel.CallAsync(() => _comms.Receive(request), frontend, cancellation.Token));
        _running = null;
        if (outcome.Error is { } error)
            frontend.Stream("stderr", string.Join('\n', error.Traceback) + "\n");
        _publisher.Idle(request);
    }

    /// <summary>Runs a cell and answers; returns the waiting cells that shall not run, because it failed.</summary>
    private HashSet<Request> Execute(Request request)
    {
        _publisher.Busy(request, isCell: true);
        var aborted = new HashSet<Request>(ReferenceEqualityComparer.Instance);
        try
        {
            var (reply, failed) = RunCell(request);
            if (failed && request.Message.Flag("stop_on_error", true))
            {
                // Whatever was sent before this answer can be seen counts as waiting, and nothing that is sent after it.
                AwaitArrivals();
                aborted.UnionWith(_requests.Where(waiting => waiting.Message.Type == "execute_request"));
            }
            _replies.Send(request, reply);
        }
        catch (Exception e)
        {
            _replies.Send(request, Error(new CellError(e.GetType().Name, e.Message, []), _count));
        }
        finally
        {
            _publisher.Idle(request);
        }
        return aborted;
    }

    private (JsonObject Reply, bool Failed) RunCell(Request request)
    {
        var message = request.Message;
        var code = message.Text("code");
        var isSilent = message.Flag("silent", false);
        var isStored = !isSilent && message.Flag("store_history", true);
        var number = isStored ? ++_count : _count;
        var input = message.Flag("allow_stdin", true) ? _input : null;
        var frontend = new JupyterFrontend(_publisher, input, request, number, isSilent);
        // Not disposed: an interrupt may come at any moment, also when the cell has just ended.
        var cancellation = new CancellationTokenSource();
        _running = new RunningCell(request, number, cancellation);
        try
        {
            // Whoever sees this may interrupt.
            frontend.Send("execute_input", new JsonObject { ["code"] = code, ["execution_count"] = number });
            var outcome = Run(new CellRequest(code, number, Language(message.Metadata)), frontend, cancellation.Token);
            if (isStored)
                _history.Add(number, code, frontend.ResultText);
            if (outcome.Error is { } error)
            {
                frontend.SendError(error);
                return (Error(error, number), true);
            }
            var reply = Ok(number);
            reply["user_expressions"] = Evaluate(message.Object("user_expressions"), request, input, cancellation.Token);
            return (reply, false);
        }
        finally
        {
            _running = null;
        }
    }

    private CellOutcome Run(CellRequest cell, IFrontend frontend, CancellationToken cancellation)
    {
        var outcome = _context.Wait(() => _kernel.RunAsync(cell, frontend, cancellation));
        DrainNativeOutput();
        return outcome;
    }

    private JsonObject Evaluate(JsonElement? expressions, Request request, InputChannel? input, CancellationToken cancellation)
    {
        var values = new JsonObject();
        foreach (var expression in expressions?.EnumerateObject() ?? default)
        {
            if (expression.Value.ValueKind != JsonValueKind.String)
                continue;
            var frontend = new ExpressionFrontend(new JupyterFrontend(_publisher, input, request, _count, isSilent: true));
            var outcome = Run(new CellRequest(expression.Value.GetString()!, 0), frontend, cancellation);
            values[expression.Name] = outcome.Error is { } error ? Replies.Error(error)
                : new JsonObject { ["status"] = "ok", ["data"] = frontend.Value ?? [], ["metadata"] = new JsonObject() };
        }
        return values;
    }

    private static string? Language(JsonElement metadata) =>
        Name(metadata, "polyglot_notebook", "kernelName") ?? Name(metadata, "dotnet_interactive", "language");

    private static string? Name(JsonElement metadata, string group, string name) =>
        metadata.TryGetProperty(group, out var values) && values.ValueKind == JsonValueKind.Object
            && values.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static JsonObject Ok(int number)
    {
        var reply = Replies.Ok();
        reply["execution_count"] = number;
        reply["payload"] = new JsonArray();
        reply["user_expressions"] = new JsonObject();
        return reply;
    }

    private static JsonObject Error(CellError error, int number)
    {
        var reply = Replies.Error(error);
        reply["execution_count"] = number;
        reply["payload"] = new JsonArray();
        reply["user_expressions"] = new JsonObject();
        return reply;
    }

    private sealed record RunningCell(Request Request, int Number, CancellationTokenSource Cancellation);
}

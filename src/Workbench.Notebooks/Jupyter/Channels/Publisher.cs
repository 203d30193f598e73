using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using Workbench.Notebooks.Jupyter.Wire;
using Workbench.Notebooks.Jupyter.Zmtp;

namespace Workbench.Notebooks.Jupyter.Channels;

/// <summary>Sends what all clients see: outputs, the state of the kernel, comms. From any thread; never waits for a client.</summary>
internal sealed class Publisher(ZmtpSocket iopub, MessageWriter writer)
{
    // Clients that come later find a kernel that has started.
    private static readonly TimeSpan Starting = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private readonly long _since = Stopwatch.GetTimestamp();
    private Request? _cell;

    /// <summary>Sends a message with its type as topic.</summary>
    public void Send(string type, JsonObject content, byte[]? parent, JsonObject? metadata = null)
    {
        // Outputs may be large and many; the rest tells clients that something has ended, and they wait for it.
        var mayBeDropped = type is "stream" or "display_data" or "update_display_data" or "execute_result" or "comm_msg";
        iopub.Publish(writer.Write([Encoding.UTF8.GetBytes(type)], type, content, parent, out _, metadata), mayBeDropped);
    }

    /// <summary>The kernel begins to work on a request.</summary>
    public void Busy(Request request, bool isCell)
    {
        lock (_gate)
        {
            if (isCell)
                _cell = request;
            Status("busy", request.Message.Header);
        }
    }

    /// <summary>
    /// The kernel is done with a request. Front ends show the last state they heard, whatever it was about; while a cell runs,
    /// they are told so again.
    /// </summary>
    public void Idle(Request request)
    {
        lock (_gate)
        {
            if (_cell == request)
                _cell = null;
            Status("idle", request.Message.Header);
            if (_cell is { } cell)
                Status("busy", cell.Message.Header);
        }
    }

    /// <summary>
    /// Tells a subscriber of a young kernel that it is starting. Sent at the start itself, it would reach nobody; a page whose kernel has died
    /// waits for this word of the next one.
    /// </summary>
    public void Greet(ZmtpConnection peer)
    {
        if (peer.Wants("status"u8) && Stopwatch.GetElapsedTime(_since) < Starting)
            peer.Send(ZmtpFrames.Message(writer.Write(["status"u8.ToArray()], "status", State("starting"), null, out _)));
    }

    /// <summary>Says a state of the kernel.</summary>
    public void Status(string state, byte[]? parent) => Send("status", State(state), parent);

    private static JsonObject State(string state) => new() { ["execution_state"] = state };
}

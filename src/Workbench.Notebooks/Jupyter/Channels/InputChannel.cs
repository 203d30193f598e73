using System.Text.Json.Nodes;
using Workbench.Notebooks.Engine;
using Workbench.Notebooks.Jupyter.Wire;
using Workbench.Notebooks.Jupyter.Zmtp;

namespace Workbench.Notebooks.Jupyter.Channels;

/// <summary>Asks the person at the front end whose cell runs for a line of text.</summary>
internal sealed class InputChannel(ZmtpSocket stdin, MessageWriter writer)
{
    /// <summary>The time that a client which has sent a cell may take to connect its input channel.</summary>
    private static readonly TimeSpan Connecting = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim _oneAtATime = new(1);
    private readonly Lock _lock = new();
    private Question? _question;

    /// <summary>Asks and waits for the answer.</summary>
    /// <exception cref="InvalidOperationException">Nobody can answer.</exception>
    /// <exception cref="OperationCanceledException">The cell shall stop.</exception>
    public string Ask(Request cell, string prompt, bool isPassword, CancellationToken cancellation)
    {
        _oneAtATime.Wait(cancellation);
        try
        {
            AwaitConnection(cell.Peer, cancellation);
            var content = new JsonObject { ["prompt"] = prompt, ["password"] = isPassword };
            var frames = writer.Write(cell.Message.Identities, "input_request", content, cell.Message.Header, out var id);
            var question = new Question(id, cell.Peer);
            lock (_lock)
                _question = question;
            stdin.Send(cell.Peer, frames);
            // One that went before the question was known has not been heard to go.
            if (!stdin.Knows(cell.Peer))
                OnClosed(cell.Peer);
            question.IsAnswered.Wait(cancellation);
            return question.Answer ?? throw new InvalidOperationException("The front end that was asked for input has gone.");
        }
        finally
        {
            // Whole also when the cell is interrupted, or nobody could be asked again.
            using var quiet = CellWorker.Quiet();
            lock (_lock)
                _question = null;
            _oneAtATime.Release();
        }
    }

    /// <summary>Takes an answer; one to an earlier question, or from somebody else, is nobody's.</summary>
    public void OnReply(byte[] peer, JupyterMessage message)
    {
        if (message.Type != "input_reply")
            return;
        // Some clients name what they answer, others do not.
        var parent = message.ParentHeader.TryGetProperty("msg_id", out var id) ? id.GetString() : null;
        lock (_lock)
        {
            if (_question is { } question && question.Peer.AsSpan().SequenceEqual(peer) && (parent is null || parent == question.Id))
                question.Finish(message.Text("value"));
        }
    }

    /// <summary>Ends the wait for an answer that cannot come any more.</summary>
    public void OnClosed(byte[] peer)
    {
        lock (_lock)
        {
            if (_question is { } question && question.Peer.AsSpan().SequenceEqual(peer))
                question.Finish(null);
        }
    }

    private void AwaitConnection(byte[] peer, CancellationToken cancellation)
    {
        for (var until = DateTime.UtcNow + Connecting; !stdin.Knows(peer); cancellation.WaitHandle.WaitOne(10))
        {
            cancellation.ThrowIfCancellationRequested();
            if (DateTime.UtcNow > until)
                throw new InvalidOperationException("The front end that runs this cell has no input channel: nobody can answer.");
        }
    }

    private sealed class Question(string id, byte[] peer)
    {
        public string Id => id;

        public byte[] Peer => peer;

        public string? Answer { get; private set; }

        public ManualResetEventSlim IsAnswered { get; } = new();

        public void Finish(string? answer)
        {
            if (IsAnswered.IsSet)
                return;
            Answer = answer;
            IsAnswered.Set();
        }
    }
}

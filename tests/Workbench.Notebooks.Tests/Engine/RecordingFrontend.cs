using System.Text.Json.Nodes;
using Workbench.Notebooks.Engine;

namespace Workbench.Notebooks.Tests.Engine;

/// <summary>Keeps what a cell shows, as one line an event; pieces of a stream that follow each other are one.</summary>
internal sealed class RecordingFrontend(Action<string>? atText = null) : IFrontend
{
    private readonly Lock _lock = new();
    private readonly List<string> _log = [];

    /// <summary>Called with each piece of text.</summary>
    public Action<string>? AtText { get; set; } = atText;

    /// <summary>The answers of the person; without them nobody can answer.</summary>
    public Queue<string?>? Input { get; init; }

    /// <summary>Set when an answer is waited for that never comes.</summary>
    public TaskCompletionSource? WaitForInput { get; init; }

    public JsonObject? LastResult { get; private set; }

    public IReadOnlyList<string> Log
    {
        get
        {
            lock (_lock)
                return [.. _log];
        }
    }

    public void Stream(string name, string text)
    {
        lock (_lock)
        {
            if (_log.Count > 0 && _log[^1].StartsWith(name + ":", StringComparison.Ordinal))
                _log[^1] += text;
            else
                _log.Add($"{name}:{text}");
        }
        AtText?.Invoke(text);
    }

    public void Display(JsonObject data, string displayId) => Add($"display:{data["text/plain"]}");

    public void UpdateDisplay(JsonObject data, string displayId) => Add($"update:{data["text/plain"]}");

    public void Result(JsonObject data)
    {
        LastResult = data;
        Add($"result:{data["text/plain"]}");
    }

    public void ClearOutput(bool wait) => Add($"clear:{wait}");

    public string? ReadInput(string prompt, bool isPassword, CancellationToken cancellation)
    {
        if (WaitForInput is not null)
        {
            WaitForInput.TrySetResult();
            cancellation.WaitHandle.WaitOne();
            cancellation.ThrowIfCancellationRequested();
        }
        if (Input is null)
            throw new InvalidOperationException("This notebook runs without a person: input is not available.");
        var line = Input.Dequeue();
        Add($"input:{line}");
        return line;
    }

    private void Add(string line)
    {
        lock (_lock)
            _log.Add(line);
    }
}

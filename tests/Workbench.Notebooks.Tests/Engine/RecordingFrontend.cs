using System.Text.Json.Nodes;
using Workbench.Notebooks.Engine;

namespace Workbench.Notebooks.Tests.Engine;

/// <summary>Keeps what a cell shows, as one line an event.</summary>
internal sealed class RecordingFrontend : IFrontend
{
    private readonly Lock _lock = new();
    private readonly List<string> _log = [];

    public JsonObject? LastResult { get; private set; }

    public IReadOnlyList<string> Log
    {
        get
        {
            lock (_lock)
                return [.. _log];
        }
    }

    public void Stream(string name, string text) => Add($"{name}:{text}");

    public void Display(JsonObject data, string displayId) => Add($"display:{data["text/plain"]}");

    public void UpdateDisplay(JsonObject data, string displayId) => Add($"update:{data["text/plain"]}");

    public void Result(JsonObject data)
    {
        LastResult = data;
        Add($"result:{data["text/plain"]}");
    }

    public void ClearOutput(bool wait) => Add($"clear:{wait}");

    private void Add(string line)
    {
        lock (_lock)
            _log.Add(line);
    }
}

using System.Text.Json.Nodes;
using Workbench.Notebooks.Engine;

namespace Workbench.Notebooks.Serve;

/// <summary>Turns what one cell shows into events.</summary>
internal sealed class EventFrontend(Action<JsonObject> send, int cell) : IFrontend
{
    public void Started() => Send("started", _ => { });

    public void Stream(string name, string text) => Send("stream", message =>
    {
        message["name"] = name;
        message["text"] = text;
    });

    public void Display(JsonObject data, string displayId) => Send("display", message =>
    {
        message["id"] = displayId;
        message["data"] = data;
    });

    public void UpdateDisplay(JsonObject data, string displayId) => Send("update", message =>
    {
        message["id"] = displayId;
        message["data"] = data;
    });

    public void Result(JsonObject data) => Send("result", message => message["data"] = data);

    public void ClearOutput(bool wait) => Send("clear", message => message["wait"] = wait);

    private void Send(string name, Action<JsonObject> fill)
    {
        var message = new JsonObject { ["event"] = name, ["cell"] = cell };
        fill(message);
        send(message);
    }
}

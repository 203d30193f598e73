using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Workbench.Notebooks.Jupyter.Channels;

/// <summary>The comms that are open, and the targets that cells have registered.</summary>
internal sealed class CommRegistry(Publisher publisher)
{
    private readonly ConcurrentDictionary<string, Comm> _open = new();

    /// <summary>What to do when a front end opens a comm, by target name.</summary>
    public static ConcurrentDictionary<string, Action<Comm, JsonElement>> Targets { get; } = new();

    /// <summary>The registry of this process; null without a front end.</summary>
    public static CommRegistry? Current { get; set; }

    /// <summary>Open comms with their target names; all, or those of one target.</summary>
    public JsonObject Describe(string target) =>
        new(_open.Values.Where(comm => target.Length == 0 || comm.TargetName == target)
            .Select(comm => KeyValuePair.Create(comm.Id, (JsonNode?)new JsonObject { ["target_name"] = comm.TargetName })));

    /// <summary>Opens a comm from this side.</summary>
    public Comm Open(string target, object? data)
    {
        var comm = new Comm(this, Guid.NewGuid().ToString("N"), target);
        _open[comm.Id] = comm;
        publisher.Send("comm_open", new JsonObject { ["comm_id"] = comm.Id, ["target_name"] = target, ["data"] = Data(data) }, JupyterFrontend.CurrentParent);
        return comm;
    }

    public void Send(string type, Comm comm, object? data)
    {
        if (_open.ContainsKey(comm.Id))
            publisher.Send(type, new JsonObject { ["comm_id"] = comm.Id, ["data"] = Data(data) }, JupyterFrontend.CurrentParent);
    }

    public void Close(Comm comm, object? data)
    {
        Send("comm_close", comm, data);
        _open.TryRemove(comm.Id, out _);
    }

    /// <summary>Hands a message of a front end to the code it is for; runs that code.</summary>
    public void Receive(Request request)
    {
        var message = request.Message;
        var id = message.Text("comm_id");
        var data = message.Object("data") ?? JsonDocument.Parse("{}").RootElement;
        switch (message.Type)
        {
            case "comm_open":
                OpenFromFrontend(request, id, message.Text("target_name"), data);
                break;
            case "comm_msg" when _open.TryGetValue(id, out var comm):
                comm.Received?.Invoke(data);
                break;
            case "comm_close" when _open.TryRemove(id, out var comm):
                comm.Closed?.Invoke(data);
                break;
        }
    }

    private void OpenFromFrontend(Request request, string id, string target, JsonElement data)
    {
        if (!Targets.TryGetValue(target, out var opened))
        {
            publisher.Send("comm_close", new JsonObject { ["comm_id"] = id, ["data"] = new JsonObject() }, request.Message.Header);
            return;
        }
        var comm = new Comm(this, id, target);
        _open[id] = comm;
        try
        {
            opened(comm, data);
        }
        catch
        {
            // The front end must not wait for somebody who never listened.
            Close(comm, null);
            throw;
        }
    }

    private static JsonNode Data(object? data) => data is null ? new JsonObject() : JsonSerializer.SerializeToNode(data) ?? new JsonObject();
}

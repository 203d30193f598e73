using System.Text.Json;
using Workbench.Notebooks.Jupyter.Channels;

namespace Workbench.Notebooks.Jupyter;

/// <summary>
/// A line of messages between code in cells and code in the front end (Jupyter's comm). Either side opens it under the name of a target
/// that the other has registered; each sends JSON until one closes.
/// </summary>
/// <example><code>
/// Comm.RegisterTarget("echo", (comm, data) =&gt; comm.Received = message =&gt; comm.Send(message));
/// </code></example>
public sealed class Comm
{
    private readonly CommRegistry? _registry;

    internal Comm(CommRegistry? registry, string id, string targetName)
    {
        _registry = registry;
        Id = id;
        TargetName = targetName;
    }

    /// <summary>Names the line; the same on both sides.</summary>
    public string Id { get; }

    /// <summary>The target that it was opened with.</summary>
    public string TargetName { get; }

    /// <summary>Called with the data of each message from the front end, between cells.</summary>
    public Action<JsonElement>? Received { get; set; }

    /// <summary>Called when the front end closes.</summary>
    public Action<JsonElement>? Closed { get; set; }

    /// <summary>Lets front ends open comms with this name; <paramref name="opened"/> gets each with the data it was opened with.</summary>
    public static void RegisterTarget(string name, Action<Comm, JsonElement> opened)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(opened);
        CommRegistry.Targets[name] = opened;
    }

    /// <summary>Takes a target back; comms that are open stay.</summary>
    public static void UnregisterTarget(string name) => CommRegistry.Targets.TryRemove(name, out _);

    /// <summary>Opens a comm to a target that the front end has registered.</summary>
    /// <exception cref="InvalidOperationException">The notebook runs without a Jupyter front end.</exception>
    public static Comm Open(string targetName, object? data = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(targetName);
        var registry = CommRegistry.Current ?? throw new InvalidOperationException("Comms need a Jupyter front end, and this notebook runs without one.");
        return registry.Open(targetName, data);
    }

    /// <summary>Sends data, as JSON; to nobody once the comm is closed.</summary>
    public void Send(object? data) => _registry?.Send("comm_msg", this, data);

    /// <summary>Closes the comm.</summary>
    public void Close(object? data = null) => _registry?.Close(this, data);
}

using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Workbench.Clients.Tests.Browser;

/// <summary>The commands of a page's Chrome DevTools Protocol, over its web socket.</summary>
internal sealed class DevTools : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly ClientWebSocket _socket = new();
    private readonly ConcurrentDictionary<int, TaskCompletionSource<JsonObject>> _waiting = new();
    private readonly SemaphoreSlim _sending = new(1, 1);
    private Task _reading = Task.CompletedTask;
    private int _last;

    /// <summary>Called with the name and the parameters of what the page reports.</summary>
    public event Action<string, JsonObject>? Reported;

    /// <summary>Connects to a page.</summary>
    public static async Task<DevTools> ConnectAsync(string address)
    {
        var tools = new DevTools();
        await tools._socket.ConnectAsync(new Uri(address), CancellationToken.None);
        tools._reading = tools.ReadAsync();
        return tools;
    }

    /// <summary>Sends a command and gives its answer.</summary>
    /// <exception cref="InvalidOperationException">The browser refuses it.</exception>
    public async Task<JsonObject> SendAsync(string method, object? parameters = null)
    {
        var id = Interlocked.Increment(ref _last);
        var answer = _waiting[id] = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var message = JsonSerializer.SerializeToUtf8Bytes(new { id, method, @params = parameters ?? new { } });
        await _sending.WaitAsync();
        try
        {
            await _socket.SendAsync(message, WebSocketMessageType.Text, true, CancellationToken.None);
        }
        finally
        {
            _sending.Release();
        }

        var result = await answer.Task.WaitAsync(Limit);
        return result["error"] is { } error ? throw new InvalidOperationException($"{method}: {error.ToJsonString()}") : result["result"]!.AsObject();
    }

    public async ValueTask DisposeAsync()
    {
        _socket.Abort();
        await _reading;
        _socket.Dispose();
    }

    private async Task ReadAsync()
    {
        var buffer = new byte[1 << 16];
        using var message = new MemoryStream();
        try
        {
            while (true)
            {
                message.SetLength(0);
                ValueWebSocketReceiveResult part;
                do
                {
                    part = await _socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None);
                    message.Write(buffer, 0, part.Count);
                }
                while (!part.EndOfMessage);
                if (part.MessageType == WebSocketMessageType.Close)
                    return;
                var json = JsonNode.Parse(message.GetBuffer().AsSpan(0, (int)message.Length))!.AsObject();
                if ((int?)json["id"] is { } id && _waiting.TryRemove(id, out var waiting))
                    waiting.SetResult(json);
                else if ((string?)json["method"] is { } name)
                    Reported?.Invoke(name, json["params"]!.AsObject());
            }
        }
        catch (Exception problem) when (problem is WebSocketException or OperationCanceledException or ObjectDisposedException)
        {
            foreach (var waiting in _waiting.Values)
                waiting.TrySetException(problem);
        }
    }
}

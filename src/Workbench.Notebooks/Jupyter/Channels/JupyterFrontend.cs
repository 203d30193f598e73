using System.Text.Json.Nodes;
using Workbench.Notebooks.Engine;
using Workbench.Notebooks.Format;

namespace Workbench.Notebooks.Jupyter.Channels;

/// <summary>Publishes what one cell shows, also after its end.</summary>
/// <param name="publisher">Reaches all clients.</param>
/// <param name="input">Reaches the client that sent the cell; null when it forbids questions.</param>
/// <param name="request">The request that runs the cell.</param>
/// <param name="number">The cell's number.</param>
/// <param name="isSilent">Whether nothing is shown.</param>
internal sealed class JupyterFrontend(Publisher publisher, InputChannel? input, Request request, int number, bool isSilent) : IFrontend
{
    private static readonly AsyncLocal<byte[]?> Ambient = new();
    private static volatile byte[]? _last;

    /// <summary>The header of the request whose code runs here, else of the last one.</summary>
    public static byte[]? CurrentParent => Ambient.Value ?? _last;

    /// <summary>The plain text of the value that the cell had.</summary>
    public string? ResultText { get; private set; }

    public void Started() => Ambient.Value = _last = request.Message.Header;

    public void Stream(string name, string text) => Send("stream", new JsonObject { ["name"] = name, ["text"] = text });

    public void Display(JsonObject data, string displayId) => Send("display_data", Shown(data, displayId));

    public void UpdateDisplay(JsonObject data, string displayId) => Send("update_display_data", Shown(data, displayId));

    public void Result(JsonObject data)
    {
        ResultText = data["text/plain"] is JsonValue text && text.TryGetValue<string>(out var plain) ? plain : null;
        Send("execute_result", new JsonObject { ["execution_count"] = number, ["data"] = data, ["metadata"] = new JsonObject() });
    }

    public void ClearOutput(bool wait) => Send("clear_output", new JsonObject { ["wait"] = wait });

    public string? ReadInput(string prompt, bool isPassword, CancellationToken cancellation) => input is null
        ? throw new InvalidOperationException("The front end that runs this cell takes no input (allow_stdin is false).")
        : input.Ask(request, prompt, isPassword, cancellation);

    /// <summary>Publishes an output of the cell.</summary>
    public void Send(string type, JsonObject content)
    {
        if (!isSilent)
            publisher.Send(type, content, request.Message.Header);
    }

    /// <summary>
    /// Publishes why the cell failed. Where is said in the message's metadata: front ends copy the whole content into notebooks,
    /// whose format allows nothing but name, text and traceback there.
    /// </summary>
    public void SendError(CellError error)
    {
        if (isSilent)
            return;
        var content = Replies.Error(error);
        content.Remove("status");
        content.Remove(DiagnosticsJson.Data);
        publisher.Send("error", content, request.Message.Header, metadata: DiagnosticsJson.Of(error));
    }

    private static JsonObject Shown(JsonObject data, string displayId) =>
        new() { ["data"] = data, ["metadata"] = new JsonObject(), ["transient"] = new JsonObject { ["display_id"] = displayId } };
}

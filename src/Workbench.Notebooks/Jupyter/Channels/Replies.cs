using System.Text.Json.Nodes;
using Workbench.Notebooks.Format;
using Workbench.Notebooks.Jupyter.Wire;

namespace Workbench.Notebooks.Jupyter.Channels;

/// <summary>Answers requests: busy, the answer, idle.</summary>
internal sealed class Replies(Publisher publisher, MessageWriter writer)
{
    /// <summary>Works on a request and sends the answer, which tells of an error when there was one.</summary>
    public void Answer(Request request, Func<JsonObject> work)
    {
        publisher.Busy(request, isCell: false);
        try
        {
            Send(request, work());
        }
        catch (Exception e)
        {
            Send(request, Error(new CellError(e.GetType().Name, e.Message, [])));
        }
        finally
        {
            publisher.Idle(request);
        }
    }

    /// <summary>Sends the answer to a request.</summary>
    public void Send(Request request, JsonObject content)
    {
        var type = request.Message.Type;
        var suffix = type.EndsWith("_request", StringComparison.Ordinal) ? type[..^"_request".Length] : type;
        request.Socket.Send(request.Peer, writer.Write(request.Message.Identities, suffix + "_reply", content, request.Message.Header, out _));
    }

    /// <summary>An answer without an error.</summary>
    public static JsonObject Ok() => new() { ["status"] = "ok" };

    /// <summary>An answer that tells an error.</summary>
    public static JsonObject Error(CellError error)
    {
        var reply = new JsonObject
        {
            ["status"] = "error",
            ["ename"] = error.Name,
            ["evalue"] = error.Message,
            ["traceback"] = new JsonArray([.. error.Traceback.Select(line => (JsonNode)line)]),
        };
        if (DiagnosticsJson.Of(error) is { } data)
            reply[DiagnosticsJson.Data] = data;
        return reply;
    }
}
